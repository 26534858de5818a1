package dev.mcp2026.identity.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.limit.Limit;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private final ConnectionCounts counts =
            new ConnectionCounts(new Limit("all", 4, "connections"), new Limit("one's", 2, "connections"));

    @Test
    void leavesRoomForOthersThanOneProcess() {
        assertThat(counts.enter(1)).isTrue();
        assertThat(counts.enter(1)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(counts.enter(1)).isFalse();
        }
        assertThat(counts.open()).isEqualTo(2);
        assertThat(counts.enter(2)).isTrue();
        assertThat(counts.enter(3)).isTrue();
        assertThat(counts.enter(4)).isFalse();
        counts.leave(1);
        assertThat(counts.enter(4)).isTrue();
        assertThat(counts.enter(1)).isFalse();
    }

    @Test
    void forgetsProcessesThatHaveGone() {
        for (int pid = 1; pid < 1000; pid++) {
            assertThat(counts.enter(pid)).isTrue();
            counts.leave(pid);
        }
        assertThat(counts.open()).isZero();
    }
}
