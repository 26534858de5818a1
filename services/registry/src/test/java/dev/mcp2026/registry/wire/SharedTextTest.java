package dev.mcp2026.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedTextTest {
    private final SharedText shared = new SharedText();

    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    @Test
    void equalTextsBecomeOne() {
        String first = shared.of(copy("eu-central-1"));
        assertThat(shared.of(copy("eu-central-1"))).isSameAs(first);
        assertThat(shared.of(Map.of(copy("zone"), copy("eu-central-1"))).get("zone"))
                .isSameAs(first);
    }

    @Test
    void whatIsReturnedIsAlwaysEqual() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(shared.of("text-" + i % 40_000)).isEqualTo("text-" + i % 40_000);
        }
    }
}
