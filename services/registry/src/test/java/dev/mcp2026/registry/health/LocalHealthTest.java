package dev.mcp2026.registry.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalHealthTest {
    private static final LocalHealthRules RULES = LocalHealthRules.defaults();
    private static final long MS = 1_000_000;

    @Test
    void aMissedTimerCountsAtOnceAndOncePerWindow() {
        LocalHealth health = LocalHealth.well(0).onTimer(250 * MS, 10 * MS, RULES);
        assertThat(health.score()).isEqualTo(1);
        assertThat(health.onTimer(250 * MS, 20 * MS, RULES).score()).isEqualTo(1);
    }

    @Test
    void aLongStallIsBadAtOnce() {
        assertThat(LocalHealth.well(0).onTimer(1200 * MS, 0, RULES).score()).isEqualTo(2);
        assertThat(LocalHealth.well(0).onTimer(60_000 * MS, 0, RULES).score()).isEqualTo(3);
    }

    @Test
    void recoversOnePointPerTimelyWindow() {
        LocalHealth health = LocalHealth.well(0).onTimer(5_000 * MS, 0, RULES);
        int before = health.score();
        for (int i = 1; i <= 10; i++) {
            health = health.onTimer(1 * MS, i * 500L * MS, RULES);
        }
        assertThat(before).isEqualTo(3);
        assertThat(health.score()).isZero();
    }

    @Test
    void neverLeavesItsRange() {
        LocalHealth health = LocalHealth.well(0);
        for (int i = 0; i < 100; i++) {
            health = health.onTimer(10_000 * MS, i * 2_000L * MS, RULES);
            assertThat(health.score()).isBetween(0, LocalHealthRules.SCORE_MAX);
        }
        assertThat(health.score()).isEqualTo(LocalHealthRules.SCORE_MAX);
        assertThat(health.widen(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void silenceOfMostTargetsAtOnceBlamesTheObserver() {
        assertThat(afterSilence(8, 4).score()).isEqualTo(2);
        assertThat(afterSilence(8, 9).score()).isZero();
        assertThat(afterSilence(4, 0).score()).isZero();
    }

    private static LocalHealth afterSilence(int silent, int answered) {
        LocalHealth health = LocalHealth.well(0);
        for (int i = 0; i < silent + answered; i++) {
            health = health.onProbe(i < silent, MS, RULES);
        }
        return health.onTimer(0, 1001 * MS, RULES);
    }
}
