package dev.mcp2026.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointLoadTest {
    private static final long MS = 1_000_000;
    private static final long START = 7 * MS;
    private static final long LATER = START + 20_000 * MS;

    private final BalanceRules rules = BalanceRules.DEFAULT;
    private final EndpointLoad load = load(3);

    @Test
    void unmeasuredItCostsWhatItsPathTakes() {
        assertThat(load.cost(START)).isEqualTo(3.0 * MS);
        EndpointLoad nothingKnown = new EndpointLoad(rules, Optional::empty, START);
        assertThat(nothingKnown.cost(START))
                .isEqualTo((double) rules.assumedLatency().toNanos());
    }

    @Test
    void callsUnderWayMultiplyTheCost() {
        load.started();
        load.started();
        assertThat(load.cost(START)).isEqualTo(9.0 * MS);
        load.ended(Status.OK, true, MS, START);
        load.ended(Status.CANCELLED, false, MS, START);
        assertThat(load.cost(START)).isEqualTo(3.0 * MS);
    }

    @Test
    void aPeakCountsAtOnceAndIsForgottenSlowly() {
        load.answered(10 * MS, START);
        load.answered(200 * MS, START + MS);
        assertThat(load.cost(START + MS)).isEqualTo(200.0 * MS);
        long memory = rules.latencyMemory().toNanos();
        assertThat(load.cost(START + MS + memory)).isCloseTo(200.0 * MS / Math.E, within(1.0 * MS));
        load.answered(10 * MS, START + MS + memory);
        assertThat(load.cost(START + MS + memory)).isBetween(75.0 * MS, 85.0 * MS);
        assertThat(load.cost(START + MS + 20 * memory)).isEqualTo(3.0 * MS);
    }

    @Test
    void failingFastDoesNotLookFast() {
        end(load, Status.UNAVAILABLE);
        assertThat(load.cost(START)).isEqualTo((double) rules.failureLatency().toNanos());
    }

    @Test
    void whatTheCallerOrTheRequestIsToBlameForIsNoFailure() {
        for (Status status : List.of(Status.NOT_FOUND, Status.INVALID_ARGUMENT, Status.UNAUTHENTICATED, Status.OK)) {
            end(load, status);
        }
        end(load, Status.CANCELLED);
        assertThat(load.counts()).isEqualTo(new CallCounts(4, 0, 0));
    }

    @Test
    void asksForEjectionAfterFailuresInARow() {
        IntStream.range(0, 4)
                .forEach(i -> assertThat(end(load, Status.UNAVAILABLE)).isFalse());
        assertThat(end(load, Status.UNAVAILABLE)).isTrue();
        end(load, Status.OK);
        assertThat(end(load, Status.UNAVAILABLE)).isFalse();
        assertThat(load.counts()).isEqualTo(new CallCounts(1, 6, 1));
    }

    @Test
    void anotherRouteIsMeasuredAfresh() {
        load.answered(200 * MS, START);
        load.rerouted(() -> Optional.of(Duration.ofMillis(7)), START);
        assertThat(load.cost(START)).isEqualTo(7.0 * MS);
    }

    @Test
    void aNewOneGetsItsShareSlowly() {
        assertThat(load.share(START)).isEqualTo(0.1);
        assertThat(load.share(START + 5_000 * MS)).isCloseTo(0.5, within(1e-9));
        assertThat(load.share(LATER)).isEqualTo(1);

        EndpointLoad old = load(3);
        EndpointLoad young = load(1);
        young.reborn(LATER - 2_000 * MS);
        Random random = new Random(1);
        long picks = IntStream.range(0, 10_000)
                .filter(i -> PowerOfTwo.choose(List.of(old, young), load -> load, random, LATER) == young)
                .count();
        assertThat(picks).isBetween(1_900L, 2_100L);
    }

    @Test
    void allNewOnesShareEvenly() {
        EndpointLoad same = load(3);
        Random random = new Random(1);
        long picks = IntStream.range(0, 10_000)
                .filter(i -> PowerOfTwo.choose(List.of(load, same), it -> it, random, START) == same)
                .count();
        assertThat(picks).isBetween(4_800L, 5_200L);
    }

    @Test
    void theCheaperOfTwoIsTakenAndNoneTwice() {
        EndpointLoad cheap = load(1);
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(PowerOfTwo.choose(List.of(load, cheap), it -> it, random, LATER))
                    .isSameAs(cheap);
        }
        assertThat(PowerOfTwo.choose(List.of(load), it -> it, random, LATER)).isSameAs(load);
    }

    private EndpointLoad load(long pathMs) {
        return new EndpointLoad(rules, () -> Optional.of(Duration.ofMillis(pathMs)), START);
    }

    private static boolean end(EndpointLoad load, Status status) {
        load.started();
        return load.ended(status, false, MS, START);
    }
}
