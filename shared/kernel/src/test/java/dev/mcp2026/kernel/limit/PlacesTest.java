package dev.mcp2026.kernel.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(new Limit("mcp.test.open", 2, "watches"));

    @Test
    void oneThatIsRefusedTakesNone() {
        places.take("watch");
        places.take("watch");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> places.take("watch"))
                    .isInstanceOf(FaultException.class)
                    .hasMessageContaining("3 watches is more than the limit of 2 watches");
        }
        assertThat(places.taken()).isEqualTo(2);
        places.leave();
        places.take("watch");
        assertThat(places.taken()).isEqualTo(2);
    }
}
