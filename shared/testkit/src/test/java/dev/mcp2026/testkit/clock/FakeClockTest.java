package dev.mcp2026.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeClockTest {
    private final FakeClock clock = new FakeClock(Instant.EPOCH);

    @Test
    void advanceMovesBothClocks() {
        long before = clock.nanoTime();
        clock.advance(Duration.ofMillis(3));
        assertThat(clock.millis()).isEqualTo(3);
        assertThat(clock.nanoTime() - before).isEqualTo(3_000_000);
    }

    @Test
    void jumpMovesOnlyTheWallClock() {
        long before = clock.nanoTime();
        clock.jump(Duration.ofSeconds(-5));
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH.minusSeconds(5));
        assertThat(clock.nanoTime()).isEqualTo(before);
    }

    @Test
    void timeDoesNotRunBackwards() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).hasMessageContaining("use jump");
    }
}
