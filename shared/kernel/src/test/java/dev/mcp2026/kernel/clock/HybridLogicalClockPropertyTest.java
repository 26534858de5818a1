package dev.mcp2026.kernel.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.error.FaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes with skewed wall clocks that jump exchange messages in any order. Happens-before is tracked by vector clocks,
/// which are exact; each stamp must respect it.
class HybridLogicalClockPropertyTest {
    private static final int NODES = 4;
    private static final int STEPS = 1_500;
    private static final int MAX_AHEAD_MS = 500;

    static LongStream seeds() {
        Long only = Long.getLong("mcp.sim.seed");
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stampsRespectHappensBeforeAndStayNearTheFastestClock(long seed) {
        new World(new SplittableRandom(seed)).run();
    }

    private record Event(HlcTimestamp stamp, long[] vector) {
        boolean happenedBefore(Event other) {
            boolean less = false;
            for (int i = 0; i < NODES; i++) {
                if (vector[i] > other.vector[i]) {
                    return false;
                }
                less |= vector[i] < other.vector[i];
            }
            return less;
        }
    }

    private static final class World {
        private final SplittableRandom random;
        private final long[] wallMs = new long[NODES];
        private final long[][] vectors = new long[NODES][NODES];
        private final List<HybridLogicalClock> clocks = new ArrayList<>();
        private final List<Event> inFlight = new ArrayList<>();
        private final List<Event> history = new ArrayList<>();
        private long fastestMs;
        private int refused;

        World(SplittableRandom random) {
            this.random = random;
            for (int n = 0; n < NODES; n++) {
                int node = n;
                wallMs[n] = 1_000_000 + random.nextInt(MAX_AHEAD_MS);
                clocks.add(new HybridLogicalClock(
                        () -> Instant.ofEpochMilli(wallMs[node]), Duration.ofMillis(MAX_AHEAD_MS)));
            }
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int node = random.nextInt(NODES);
                switch (random.nextInt(8)) {
                    case 0 -> wallMs[node] -= random.nextInt(2_000);
                    case 1, 2 -> wallMs[node] += random.nextInt(400);
                    case 3, 4 -> receive(node);
                    default -> local(node);
                }
                fastestMs = Math.max(fastestMs, wallMs[node]);
            }
            assertThat(history).hasSizeGreaterThan(500);
            checkHappensBefore();
        }

        private void local(int node) {
            record(node, clocks.get(node).now());
            inFlight.add(history.getLast());
        }

        private void receive(int node) {
            if (inFlight.isEmpty()) {
                return;
            }
            Event message = inFlight.remove(random.nextInt(inFlight.size()));
            boolean tooFar = message.stamp().physicalMs() - wallMs[node] > MAX_AHEAD_MS;
            try {
                HlcTimestamp stamp = clocks.get(node).receive(message.stamp());
                assertThat(tooFar).as("a far-future stamp is refused").isFalse();
                assertThat(stamp).isGreaterThan(message.stamp());
                for (int i = 0; i < NODES; i++) {
                    vectors[node][i] = Math.max(vectors[node][i], message.vector()[i]);
                }
                record(node, stamp);
            } catch (FaultException refusal) {
                assertThat(tooFar).as("only a far-future stamp is refused").isTrue();
                refused++;
            }
        }

        private void record(int node, HlcTimestamp stamp) {
            vectors[node][node]++;
            fastestMs = Math.max(fastestMs, wallMs[node]);
            assertThat(stamp.physicalMs()).isBetween(wallMs[node], fastestMs);
            history.add(new Event(stamp, vectors[node].clone()));
        }

        private void checkHappensBefore() {
            for (int i = 0; i < history.size(); i++) {
                for (int j = i + 1; j < history.size(); j++) {
                    Event a = history.get(i);
                    Event b = history.get(j);
                    if (a.happenedBefore(b) && !b.stamp().isAfter(a.stamp())) {
                        throw new AssertionError(a.stamp() + " happened before " + b.stamp() + ", refused " + refused);
                    }
                }
            }
        }
    }
}
