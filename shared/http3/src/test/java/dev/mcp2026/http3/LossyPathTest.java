package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LossyPathTest {
    private static final Duplication RULES = Duplication.defaults();
    private static final Duration RTT = Duration.ofMillis(40);

    private final LossyPath path = new LossyPath(RULES);
    private long seconds;

    private boolean look(long sent, long lost) {
        return look(sent, lost, RTT);
    }

    private boolean look(long sent, long lost, Duration rtt) {
        return path.look(Duration.ofSeconds(++seconds).toNanos(), sent, lost, rtt.toNanos());
    }

    private void pass(Duration time) {
        seconds += time.toSeconds();
    }

    @Test
    void aPathThatLosesNothingIsNot() {
        for (int i = 0; i < 100; i++) {
            assertThat(look(i * 100L, 0)).isFalse();
        }
    }

    @Test
    void twoLossesOfFewPacketsAre() {
        look(0, 0);
        assertThat(look(50, 1)).as("one may be chance").isFalse();
        assertThat(look(100, 2)).isTrue();
    }

    @Test
    void lossesBeforeTheFirstLookAreOfTheHandshake() {
        assertThat(look(20, 5)).isFalse();
        assertThat(look(40, 5)).isFalse();
    }

    @Test
    void aFewOfManyAreNot() {
        look(0, 0);
        for (int i = 1; i <= 100; i++) {
            assertThat(look(i * 1000L, i * 4L)).as("0.4 %%, look %d", i).isFalse();
        }
        assertThat(look(101_000, 1000)).isTrue();
    }

    @Test
    void oldLossesDoNotAddUpToLossyOnes() {
        look(0, 0);
        assertThat(look(10, 1)).isFalse();
        pass(RULES.memory().multipliedBy(5));
        assertThat(look(20, 2)).isFalse();
    }

    @Test
    void itHoldsForAWhileSinceCopiesHideLosses() {
        look(0, 0);
        look(100, 2);
        pass(RULES.hold().minusSeconds(2));
        assertThat(look(1000, 2)).isTrue();
        pass(Duration.ofSeconds(3));
        assertThat(look(2000, 2)).isFalse();
        assertThat(look(2100, 20)).as("and is found again").isTrue();
    }

    @Test
    void lossesOfAQueueAreNot() {
        look(0, 0, RTT);
        assertThat(look(100, 10, RTT.multipliedBy(3))).as("queued").isFalse();
        assertThat(look(200, 20, RTT)).as("no longer").isTrue();
    }

    @Test
    void aPathThatHasBecomeLongerIsNotQueuedForEver() {
        look(0, 0, RTT);
        assertThat(look(100, 10, RTT.multipliedBy(3))).isFalse();
        pass(LossyPath.SHORTEST);
        look(200, 20, RTT.multipliedBy(3));
        assertThat(look(300, 30, RTT.multipliedBy(3))).isTrue();
    }

    @Test
    void aPacketThatCameAfterAllTakesNothingBack() {
        look(0, 0);
        look(100, 4);
        assertThat(look(200, 3)).isTrue();
    }
}
