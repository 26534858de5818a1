package dev.mcp2026.registry.health.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.registry.health.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTableTest {
    private static final LeaseRules RULES = LeaseRules.defaults();
    private static final Duration TTL = Duration.ofSeconds(10);

    private final LeaseTable<Integer> table = new LeaseTable<>(RULES, 0);
    private long now;

    private List<LeaseEffect<Integer>> runFor(Duration time) {
        List<LeaseEffect<Integer>> effects = new ArrayList<>();
        long until = now + time.toNanos();
        while (now < until) {
            now += 100_000_000;
            effects.addAll(table.advance(now, false));
        }
        return effects;
    }

    private void grant(int from, int to) {
        for (int key = from; key < to; key++) {
            table.grant(key, TTL, now);
        }
    }

    private void renew(int from, int to) {
        for (int key = from; key < to; key++) {
            table.renew(key, now);
        }
    }

    @Test
    void oneThatRunsOutIsSuspectAndThenDropped() {
        grant(0, 100);
        runFor(Duration.ofSeconds(9));
        renew(1, 100);
        List<LeaseEffect<Integer>> effects = runFor(Duration.ofSeconds(2));
        assertThat(effects).containsExactly(new LeaseEffect.Suspect<>(0, Cause.PATH, "its lease ran out"));
        assertThat(runFor(Duration.ofSeconds(3))).containsExactly(new LeaseEffect.Expire<>(0));
        assertThat(table.size()).isEqualTo(99);
    }

    @Test
    void renewedInTimeNothingHappens() {
        grant(0, 100);
        for (int i = 0; i < 20; i++) {
            assertThat(runFor(Duration.ofSeconds(5))).isEmpty();
            renew(0, 100);
        }
    }

    @Test
    void manyAtOnceAreHeldAndReleasedByRenewal() {
        grant(0, 100);
        runFor(Duration.ofSeconds(9));
        renew(40, 100);
        List<LeaseEffect<Integer>> effects = runFor(Duration.ofSeconds(6));
        assertThat(effects).filteredOn(e -> e instanceof LeaseEffect.Hold).hasSize(40);
        assertThat(effects).noneMatch(e -> e instanceof LeaseEffect.Expire);
        assertThat(((LeaseEffect.Hold<Integer>) effects.getLast()).reason()).contains("40 of 100");
        assertThat(table.renew(3, now)).containsExactly(new LeaseEffect.Release<>(3));
        renew(40, 100);
        assertThat(table.size()).isEqualTo(100);
    }

    @Test
    void whatIsHeldIsDroppedAtTheEnd() {
        grant(0, 50);
        List<LeaseEffect<Integer>> effects = runFor(TTL.plus(RULES.holdFor()).minusSeconds(1));
        assertThat(effects).noneMatch(e -> e instanceof LeaseEffect.Expire);
        assertThat(runFor(Duration.ofSeconds(3)))
                .filteredOn(e -> e instanceof LeaseEffect.Expire)
                .hasSize(50);
        assertThat(table.size()).isZero();
    }

    @Test
    void aFewAreNeverAMass() {
        grant(0, 9);
        assertThat(runFor(TTL.plusSeconds(4)))
                .filteredOn(e -> e instanceof LeaseEffect.Expire)
                .hasSize(9);
    }

    @Test
    void exactlyTheShareIsNoMass() {
        grant(0, 100);
        runFor(Duration.ofSeconds(9));
        renew(30, 100);
        assertThat(runFor(Duration.ofSeconds(5)))
                .filteredOn(e -> e instanceof LeaseEffect.Expire)
                .hasSize(30);
    }

    @Test
    void spreadOutExpiriesAreNoMass() {
        for (int key = 0; key < 100; key++) {
            table.grant(key, TTL, now);
            runFor(Duration.ofMillis(500));
        }
        runFor(Duration.ofSeconds(15));
        assertThat(table.size()).isZero();
    }

    /// Renewed every 100 s, one a second: cut off, they run out one a second, too.
    @Test
    void longLeasesThatRunOutOverAMinuteAreAMassExpiryAllTheSame() {
        for (int key = 0; key < 100; key++) {
            table.grant(key, Duration.ofMinutes(5), now);
            runFor(Duration.ofSeconds(1));
        }
        List<LeaseEffect<Integer>> effects = runFor(Duration.ofMinutes(6));
        assertThat(effects).filteredOn(e -> e instanceof LeaseEffect.Hold).hasSizeGreaterThan(70);
        assertThat(table.size()).isEqualTo(100);
    }

    @Test
    void anUnwellObserverIsBlamed() {
        grant(0, 20);
        now += TTL.plusSeconds(1).toNanos();
        assertThat(table.advance(now, true))
                .filteredOn(e ->
                        e instanceof LeaseEffect.Hold<Integer>(var _, Cause cause, var _) && cause == Cause.OBSERVER)
                .hasSize(20);
    }

    @Test
    void aStallOfThisCellDropsNobodyAtOnce() {
        grant(0, 5);
        now += Duration.ofMinutes(10).toNanos();
        assertThat(table.advance(now, false)).hasSize(5).allMatch(e -> e instanceof LeaseEffect.Suspect);
    }

    @Test
    void releaseEndsALease() {
        grant(0, 1);
        assertThat(table.remainingNanos(0, now)).hasValue(TTL.toNanos());
        table.release(0);
        assertThat(table.holds(0)).isFalse();
        assertThat(runFor(Duration.ofSeconds(30))).isEmpty();
    }

    @Test
    void aHundredThousandLeasesAreRenewedWithoutEffect() {
        grant(0, 100_000);
        for (int round = 0; round < 10; round++) {
            assertThat(runFor(Duration.ofSeconds(3))).isEmpty();
            renew(0, 100_000);
        }
        assertThat(table.size()).isEqualTo(100_000);
    }
}
