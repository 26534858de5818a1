package dev.mcp2026.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://example.org",
                "spiffe://example.org/cell/cell1/registry",
                "spiffe://a_b-c.9/ns/Default/sa/My.App_1",
            })
    void aValidIdIsWrittenAsItWasRead(String uri) {
        assertThat(SpiffeId.parse(uri)).hasToString(uri);
    }

    @Test
    void theSchemeMayBeInCapitals() {
        assertThat(SpiffeId.parse("SPIFFE://example.org/a")).isEqualTo(SpiffeId.of("example.org", "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spiffe:",
                "spiffe://",
                "spiffe:///path",
                "http://example.org/a",
                "spiffe://Example.org/a",
                "spiffe://example.org/",
                "spiffe://example.org/a/",
                "spiffe://example.org//a",
                "spiffe://example.org/a/../b",
                "spiffe://example.org/./b",
                "spiffe://example.org:8080/a",
                "spiffe://user@example.org/a",
                "spiffe://example.org/a?q=1",
                "spiffe://example.org/a#f",
                "spiffe://example.org/%41",
                "spiffe://exämple.org/a",
            })
    void whatTheSpecificationForbidsIsRefused(String uri) {
        assertThatThrownBy(() -> SpiffeId.parse(uri)).isInstanceOf(FaultException.class);
    }

    @Test
    void anIdOfMoreThan2048BytesIsRefused() {
        String longest = "spiffe://example.org/" + "a".repeat(2048 - 21);
        assertThat(SpiffeId.parse(longest).toString()).hasSize(2048);
        assertThatThrownBy(() -> SpiffeId.parse(longest + "a")).isInstanceOf(FaultException.class);
    }
}
