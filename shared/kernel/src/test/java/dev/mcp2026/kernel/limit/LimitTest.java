package dev.mcp2026.kernel.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import org.junit.jupiter.api.Test;

class LimitTest {
    private final Limit labels = new Limit("mcp.registry.limits.labels", 32, "labels");

    @Test
    void theLimitItselfIsAllowed() {
        assertThat(labels.check("labels", 32)).isEqualTo(32);
    }

    @Test
    void oneMoreIsRefusedNamingFieldLimitAndKey() {
        assertThatThrownBy(() -> labels.check("instances[3].labels", 33))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED))
                .hasMessage("instances[3].labels: 33 labels is more than the limit of 32 labels; "
                        + "send less, or raise mcp.registry.limits.labels");
    }

    @Test
    void aNegativeLimitIsABug() {
        assertThatThrownBy(() -> new Limit("x", -1, "bytes")).isInstanceOf(IllegalArgumentException.class);
    }
}
