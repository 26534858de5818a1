package dev.mcp2026.registry.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.TenantId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalHealthTest {
    private static final LocalHealthRules RULES = LocalHealthRules.defaults();
    private static final long MS = 1_000_000;

    @Test
    void aMissedTimerCountsAtOnceAndOncePerWindow() {
        LocalHealth health = LocalHealth.well(0).onTimer(250 * MS, RULES);
        assertThat(health.score()).isEqualTo(1);
        assertThat(health.onTimer(250 * MS, RULES).score()).isEqualTo(1);
    }

    @Test
    void aLongStallIsBadAtOnce() {
        assertThat(LocalHealth.well(0).onTimer(1200 * MS, RULES).score()).isEqualTo(2);
        assertThat(LocalHealth.well(0).onTimer(60_000 * MS, RULES).score()).isEqualTo(3);
    }

    @Test
    void recoversOnePointPerTimelyWindow() {
        SelfWatch self = new SelfWatch(RULES, 0);
        self.late(5_000 * MS, 0);
        assertThat(self.health().score()).isEqualTo(3);
        for (int i = 1; i <= 10; i++) {
            self.late(1 * MS, i * 500L * MS);
        }
        assertThat(self.health().score()).isZero();
    }

    @Test
    void neverLeavesItsRange() {
        SelfWatch self = new SelfWatch(RULES, 0);
        for (int i = 0; i < 100; i++) {
            self.late(10_000 * MS, i * 2_000L * MS);
            assertThat(self.health().score()).isBetween(0, LocalHealthRules.SCORE_MAX);
        }
        assertThat(self.health().score()).isEqualTo(LocalHealthRules.SCORE_MAX);
        assertThat(self.health().widen(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void silenceOfMostTargetsAtOnceBlamesTheObserver() {
        assertThat(afterSilence(8, 4)).isEqualTo(2);
        assertThat(afterSilence(8, 9)).isZero();
        assertThat(afterSilence(4, 0)).isZero();
    }

    private static int afterSilence(int silent, int answered) {
        return new Probed().checks("acme").probes("acme", silent, answered).score();
    }

    @Test
    void oneTenantsSilenceIsNotOurs() {
        Probed both = new Probed().checks("hostile").checks("acme");
        assertThat(both.probes("hostile", 600, 0).probes("acme", 0, 3).score()).isZero();
        // The other's checks are slow, and none ended in this window.
        assertThat(both.probes("hostile", 600, 0).score()).isZero();
        assertThat(both.probes("hostile", 600, 0).probes("acme", 3, 0).score()).isEqualTo(2);
    }

    @Test
    void silenceOfFewTenantsAmongManyIsNotOurs() {
        Probed many = new Probed().checks("a").checks("b").checks("c").checks("d");
        many.probes("a", 300, 0).probes("b", 300, 0).probes("c", 0, 1).probes("d", 0, 1);
        assertThat(many.score()).isZero();
    }

    @Test
    void aTenantThatLeftCountsNoMore() {
        Probed left = new Probed().checks("acme").checks("gone");
        left.self.stopped(new TenantId("gone"));
        assertThat(left.probes("acme", 5, 0).score()).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeProbedSaysNothing() {
        Probed denied = new Probed().checks("acme");
        for (int i = 0; i < 100; i++) {
            denied.self.probed(new TenantId("acme"), ProbeResult.unmade("denied", 0), 0);
        }
        assertThat(denied.probes("acme", 5, 0).score()).isEqualTo(2);
    }

    private static final class Probed {
        final SelfWatch self = new SelfWatch(RULES, 0);
        private long nowNanos;

        Probed checks(String tenant) {
            self.started(new TenantId(tenant));
            return this;
        }

        Probed probes(String tenant, int silent, int answered) {
            for (int i = 0; i < silent + answered; i++) {
                Outcome outcome = i < silent ? Outcome.TIMEOUT : Outcome.OK;
                self.probed(new TenantId(tenant), new ProbeResult(outcome, i >= silent, "", 0, 0), nowNanos);
            }
            return this;
        }

        /// Once the window is over, of which the timer thread missed nothing.
        int score() {
            for (int i = 0; i < 10; i++) {
                nowNanos += SelfWatch.PULSE_NANOS;
                self.pulse(nowNanos);
            }
            return self.health().score();
        }
    }
}
