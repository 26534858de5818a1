package dev.mcp2026.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The example of how a replicated thing is run in the simulation.
class LwwRegisterSimulationTest {
    private static final RandomFaults FAULTS = new RandomFaults(Duration.ofMillis(300), Duration.ofSeconds(20), true);

    static LongStream seeds() {
        return Seeds.fixed(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void convergesToTheLastWriteWhateverHappens(long seed) {
        Simulation sim = world(seed);
        sim.runFor(Duration.ofSeconds(10));
        sim.runUntil(
                "equal registers",
                Duration.ofSeconds(5),
                () -> values(sim).distinct().count() == 1);
        assertThat(values(sim).count()).isEqualTo(4);
    }

    @Test
    void theSameSeedRunsAlikeAndAnotherDoesNot() {
        assertThat(digest(7)).isEqualTo(digest(7)).isNotEqualTo(digest(8));
    }

    private static long digest(long seed) {
        Simulation sim = world(seed);
        sim.runFor(Duration.ofSeconds(10));
        assertThat(sim.steps()).isGreaterThan(500);
        return sim.digest();
    }

    private static Simulation world(long seed) {
        Simulation sim = new Simulation(seed);
        sim.network(NetworkShape.ROUGH);
        List<NodeId> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ClockShape clock = new ClockShape(Duration.ofMillis(sim.random().nextInt(-5_000, 5_000)), i * 100);
            nodes.add(sim.add("n" + i, clock, context -> new LwwRegister(sim, context)));
        }
        for (int write = 0; write < 50; write++) {
            NodeId writer = nodes.get(sim.random().nextInt(nodes.size()));
            String text = "w" + write;
            sim.at(
                    Duration.ofMillis(sim.random().nextInt(8_000)),
                    "write " + text + " at " + writer,
                    () -> sim.node(writer).ifPresent(node -> ((LwwRegister) node).write(text)));
        }
        nodes.forEach(node -> sim.invariant("value of " + node + " never goes back", new NeverBack(sim, node)));
        FAULTS.disturb(sim, Duration.ofSeconds(8));
        return sim;
    }

    private static java.util.stream.Stream<LwwRegister.Value> values(Simulation sim) {
        return sim.nodes().stream().flatMap(id -> sim.node(id).stream()).map(node -> ((LwwRegister) node).value());
    }

    private static final class NeverBack implements Invariant {
        private final Simulation sim;
        private final NodeId id;
        private LwwRegister.Value highest;

        NeverBack(Simulation sim, NodeId id) {
            this.sim = sim;
            this.id = id;
        }

        @Override
        public Optional<String> violation() {
            return sim.node(id).flatMap(node -> {
                LwwRegister.Value now = ((LwwRegister) node).value();
                if (highest != null && highest.isAfter(now)) {
                    return Optional.of(now + " after " + highest);
                }
                highest = now;
                return Optional.empty();
            });
        }
    }
}
