package dev.mcp2026.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final NetworkShape WIDE = new NetworkShape(Duration.ofMillis(10), Duration.ofMillis(50), 0, 0, 0);

    private final Simulation sim = new Simulation(1);
    private final List<Object> got = new ArrayList<>();
    private final List<Duration> times = new ArrayList<>();
    private final NodeId a = sim.add("a", Recorder::new);
    private final NodeId b = sim.add("b", new ClockShape(Duration.ofSeconds(-3), 1_000), Recorder::new);

    /// Writes down what reaches it, and when in true time.
    private final class Recorder implements SimNode {
        Recorder(SimContext context) {
            context.disk().merge("starts", 1, (x, y) -> (Integer) x + (Integer) y);
        }

        @Override
        public void onMessage(NodeId from, Object message) {
            got.add(message);
            times.add(sim.elapsed());
        }

        @Override
        public void onTimer(Object timer) {
            onMessage(a, timer);
        }
    }

    @Test
    void messagesKeepTheirOrderAndDelayUnlessToldOtherwise() {
        sim.network(WIDE);
        send(100);
        sim.runFor(SECOND);
        assertThat(got).isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(times).allMatch(t -> t.toMillis() >= 10 && t.toMillis() <= 50);
    }

    @Test
    void messagesAreLostRepeatedAndReorderedInTheirShare() {
        sim.network(a, b, new NetworkShape(Duration.ZERO, Duration.ofMillis(50), 0.2, 0.2, 1));
        send(2_000);
        sim.runFor(SECOND);
        int distinct = new HashSet<>(got).size();
        assertThat(distinct).isBetween(1_500, 1_700);
        assertThat(got.size() - distinct).isBetween(240, 400);
        assertThat(got)
                .isNotEqualTo(got.stream().map(Integer.class::cast).sorted().toList());
    }

    @Test
    void aCutIsDirected() {
        sim.cut(a, b);
        send(1);
        sim.context(b).send(a, "back");
        sim.runFor(SECOND);
        assertThat(got).containsExactly("back");
        sim.heal(a, b);
        send(1);
        sim.runFor(SECOND);
        assertThat(got).containsExactly("back", 0);
    }

    @Test
    void aCrashLosesTimersAndMemoryButNotTheDisk() {
        sim.runFor(SECOND);
        SimNode before = sim.node(b).orElseThrow();
        sim.context(b).setTimer(SECOND, "old");
        sim.crash(b);
        assertThat(sim.isRunning(b)).isFalse();
        send(1);
        sim.runFor(SECOND);
        sim.restart(b);
        sim.runFor(LONG);
        assertThat(got).isEmpty();
        assertThat(sim.node(b).orElseThrow()).isNotSameAs(before);
        assertThat(sim.context(b).disk()).containsEntry("starts", 2);
    }

    @Test
    void timersFollowTheNodesOwnClockAndCanBeCancelled() {
        sim.runFor(Duration.ZERO);
        sim.context(b).setTimer(Duration.ofSeconds(1_001), "tick");
        sim.context(b).setTimer(SECOND, "never");
        sim.context(b).cancelTimer("never");
        sim.runFor(Duration.ofHours(1));
        assertThat(got).containsExactly("tick");
        assertThat(times.getFirst().toMillis()).as("0.1 %% too fast").isEqualTo(1_000_000);
    }

    @Test
    void clocksAreSkewedDriftAndJump() {
        Instant start = sim.context(a).clock().instant();
        assertThat(sim.context(b).clock().instant()).isEqualTo(start.minusSeconds(3));
        sim.runFor(Duration.ofSeconds(1_000));
        assertThat(sim.context(b).clock().instant()).isEqualTo(start.plusSeconds(1_001 - 3));
        long monotonic = sim.context(b).nanoTime();
        sim.jumpClock(b, Duration.ofSeconds(-50));
        assertThat(sim.context(b).clock().instant()).isEqualTo(start.plusSeconds(1_001 - 53));
        assertThat(sim.context(b).nanoTime()).isEqualTo(monotonic);
    }

    @Test
    void aBrokenInvariantNamesSeedStepTimeAndWhatHappened() {
        sim.invariant("few messages", () -> got.size() > 2 ? Optional.of(got.size() + " came") : Optional.empty());
        send(5);
        assertThatThrownBy(() -> sim.runFor(SECOND))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("invariant 'few messages' broken: 3 came")
                .hasMessageContaining("seed 1, step 5, time 1.000 ms; repeat with -Dmcp.sim.seed=1")
                .hasMessageContaining("Deliver[from=a, to=b, message=2]");
    }

    @Test
    void anErrorInANodeAndAWaitInVainAreReportedAlike() {
        sim.add("c", context -> {
            throw new IllegalStateException("no disk");
        });
        assertThatThrownBy(() -> sim.runFor(SECOND))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("no disk")
                .hasMessageContaining("Start[node=c]")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sim.runUntil("a miracle", SECOND, () -> false))
                .hasMessageContaining("waited for a miracle")
                .hasMessageContaining("seed 1");
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            sim.context(a).send(b, i);
        }
    }
}
