package dev.mcp2026.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:uid:1000",
                "unix:path:/usr/sbin/nginx",
                "cgroup:/a:b",
                "k8s:pod-uid:x",
                "x: ",
                "a_b-1:ü",
                "x::"
            })
    void isReadAsItIsWritten(String text) {
        assertThat(Selector.parse(text)).hasToString(text);
        assertThat(Selector.parse(Selector.parse(text).toString())).isEqualTo(Selector.parse(text));
    }

    @Test
    void endsItsTypeAtTheFirstColon() {
        assertThat(Selector.parse("unix:uid:1000")).isEqualTo(new Selector("unix", "uid:1000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unix", ":", "unix:", ":uid", "Unix:uid:1", "1x:a", "u x:a", "x:a\nb", "x:\u0000", "x:\u007f"
            })
    void isRefusedOtherwise(String text) {
        assertThatThrownBy(() -> Selector.parse(text))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT));
    }

    @Test
    void hasLimits() {
        assertThat(new Selector("x", "v".repeat(1024)).value()).hasSize(1024);
        assertThatThrownBy(() -> new Selector("x", "v".repeat(1025))).isInstanceOf(FaultException.class);
        assertThat(new Selector("t".repeat(32), "v").type()).hasSize(32);
        assertThatThrownBy(() -> new Selector("t".repeat(33), "v")).isInstanceOf(FaultException.class);
    }

    @Test
    void isShownShortenedWhereItIsRefused() {
        assertThatThrownBy(() -> Selector.parse("x".repeat(5000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }
}
