package dev.mcp2026.spiffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.trust.SpiffeId;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The SPIFFE-ID specification, section 2, one test for each of its rules.
class SpiffeIdConformanceTest {
    // 2: scheme, trust domain, no query, no fragment.

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.org/a", "spif://example.org/a", "spiffe:/example.org/a", "example.org/a", ""})
    void section2TheSchemeIsSpiffe(String uri) {
        assertRefused(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://", "spiffe:///a"})
    void section2TheTrustDomainIsNotEmpty(String uri) {
        assertRefused(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://example.org/a?", "spiffe://example.org/a?b=c", "spiffe://example.org?b"})
    void section2ThereIsNoQuery(String uri) {
        assertRefused(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://example.org/a#", "spiffe://example.org/a#b", "spiffe://example.org#b"})
    void section2ThereIsNoFragment(String uri) {
        assertRefused(uri);
    }

    // 2.1: the trust domain.

    @ParameterizedTest
    @ValueSource(
            strings = {"spiffe://user@example.org/a", "spiffe://user:word@example.org/a", "spiffe://@example.org/a"})
    void section21ThereIsNoUser(String uri) {
        assertRefused(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://example.org:443/a", "spiffe://example.org:/a"})
    void section21ThereIsNoPort(String uri) {
        assertRefused(uri);
    }

    @Test
    void section21TheTrustDomainIsLowerCase() {
        assertRefused("spiffe://Example.org/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://exa mple.org/a",
                "spiffe://example!org/a",
                "spiffe://exämple.org/a",
                "spiffe://[::1]/a",
                "spiffe://example.org\n/a",
                "spiffe://example.org\\a",
                "spiffe://example.org\u0000/a",
                "spiffe://ｅxample.org/a"
            })
    void section21TheTrustDomainIsOfLettersDigitsDotsDashesAndUnderscores(String uri) {
        assertRefused(uri);
    }

    @Test
    void section21TheTrustDomainHasNoPercentEncoding() {
        assertRefused("spiffe://example%2eorg/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spiffe://10.0.0.1/a", "spiffe://_a-b.c_/a", "spiffe://.../a", "spiffe://0/a", "spiffe://-/a"})
    void section21TheTrustDomainNeedNotBeAHostName(String uri) {
        assertThat(SpiffeId.parse(uri)).hasToString(uri);
    }

    // 2.2: the path.

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://example.org/%61", "spiffe://example.org/a%2Fb", "spiffe://example.org/%"})
    void section22ThePathHasNoPercentEncoding(String uri) {
        assertRefused(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://example.org//a", "spiffe://example.org/a//b", "spiffe://example.org//"})
    void section22NoSegmentIsEmpty(String uri) {
        assertRefused(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://example.org/.", "spiffe://example.org/a/../b", "spiffe://example.org/a/.."})
    void section22NoSegmentIsRelative(String uri) {
        assertRefused(uri);
    }

    @Test
    void section22SegmentsOfDotsThatAreNotRelativeAreAllowed() {
        assertThat(SpiffeId.parse("spiffe://example.org/.../.a/a..").path()).containsExactly("...", ".a", "a..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://example.org/", "spiffe://example.org/a/"})
    void section22ThereIsNoSlashAtTheEnd(String uri) {
        assertRefused(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://example.org/a b",
                "spiffe://example.org/ä",
                "spiffe://example.org/a:b",
                "spiffe://example.org/a~b",
                "spiffe://example.org/a\n",
                "spiffe://example.org/a\\b"
            })
    void section22SegmentsAreOfLettersDigitsDotsDashesAndUnderscores(String uri) {
        assertRefused(uri);
    }

    // 2.3: lengths.

    @Test
    void section23IdsOfUpTo2048BytesAreSupported() {
        String longest = "spiffe://" + "d".repeat(255) + "/" + "p".repeat(2048 - 9 - 255 - 1);
        assertThat(SpiffeId.parse(longest).toString()).isEqualTo(longest).hasSize(2048);
        assertRefused(longest + "p");
    }

    @Test
    void section23ATrustDomainHasAtMost255Bytes() {
        assertThat(SpiffeId.parse("spiffe://" + "d".repeat(255)).path()).isEmpty();
        assertRefused("spiffe://" + "d".repeat(256));
    }

    // 2.4: comparison.

    @Test
    void section24TheSchemeIsCaseInsensitiveAndThePathIsNot() {
        assertThat(SpiffeId.parse("SPIFFE://example.org/a")).isEqualTo(SpiffeId.parse("spiffe://example.org/a"));
        assertThat(SpiffeId.parse("spiffe://example.org/A")).isNotEqualTo(SpiffeId.parse("spiffe://example.org/a"));
    }

    static LongStream seeds() {
        return Seeds.fixed(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsSentItIsAnIdOrAFault(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String uri = Mutations.of("spiffe://example.org/ns/a/sa/b-1", random);
            try {
                SpiffeId id = SpiffeId.parse(uri);
                assertThat(SpiffeId.parse(id.toString())).isEqualTo(id);
                assertThat(id.toString()).isEqualToIgnoringCase(uri);
            } catch (FaultException refused) {
                assertThat(refused.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT);
            }
        }
    }

    private static void assertRefused(String uri) {
        assertThatThrownBy(() -> SpiffeId.parse(uri)).isInstanceOf(FaultException.class);
    }
}
