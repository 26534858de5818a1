package dev.mcp2026.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.testkit.sim.Simulation;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Five endpoints with four workers each, one of them five times as slow, calls at random so
/// that round robin keeps the slow one just below its capacity, in virtual time.
class BalanceSimulationTest {
    private static final int CALLS = 20_000;
    private static final int ENDPOINTS = 5;
    private static final int WORKERS = 4;
    private static final double MEAN_GAP_MICROS = 3_300;
    private static final double MEAN_WORK_MILLIS = 10;

    static LongStream seeds() {
        return Seeds.fixed(10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withOneSlowEndpointTheTailIsFarShorterThanRoundRobins(long seed) {
        double roundRobin = p99(seed, false, 5);
        double ours = p99(seed, true, 5);
        assertThat(ours).as("round robin: %.1f ms", roundRobin).isLessThan(roundRobin / 2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withEqualEndpointsItIsNoWorse(long seed) {
        assertThat(p99(seed, true, 1)).isLessThan(p99(seed, false, 1) * 1.1);
    }

    private static double p99(long seed, boolean twoChoices, double slowness) {
        Simulation sim = new Simulation(seed);
        List<SimEndpoint> endpoints = IntStream.range(0, ENDPOINTS)
                .mapToObj(i -> new SimEndpoint(sim, new SplittableRandom(seed * 31 + i), i == 0 ? slowness : 1))
                .toList();
        RandomGenerator picks = new SplittableRandom(seed + 1);
        List<Double> latencies = new ArrayList<>();
        double atMicros = 0;
        for (int call = 0; call < CALLS; call++) {
            int number = call;
            atMicros += sim.random().nextExponential() * MEAN_GAP_MICROS;
            sim.at(Duration.ofNanos((long) (atMicros * 1000)), "call", () -> {
                SimEndpoint chosen = twoChoices
                        ? PowerOfTwo.choose(
                                endpoints,
                                endpoint -> endpoint.load,
                                picks,
                                sim.elapsed().toNanos())
                        : endpoints.get(number % ENDPOINTS);
                chosen.call(latencies);
            });
        }
        sim.runFor(Duration.ofMinutes(30));
        assertThat(latencies).hasSize(CALLS);
        assertThat(endpoints)
                .allSatisfy(endpoint -> assertThat(endpoint.load.outstanding()).isZero());
        latencies.sort(null);
        return latencies.get(CALLS * 99 / 100);
    }

    private static final class SimEndpoint {
        private final Simulation sim;
        private final RandomGenerator random;
        private final double slowness;
        private final EndpointLoad load;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int idle = WORKERS;

        SimEndpoint(Simulation sim, RandomGenerator random, double slowness) {
            this.sim = sim;
            this.random = random;
            this.slowness = slowness;
            this.load = new EndpointLoad(BalanceRules.DEFAULT, () -> Optional.of(Duration.ofMillis(1)), 0);
        }

        void call(List<Double> latencies) {
            long start = sim.elapsed().toNanos();
            load.started();
            waiting.add(() -> {
                double work = random.nextExponential() * MEAN_WORK_MILLIS * slowness;
                sim.after(Duration.ofNanos((long) (work * 1e6)), "done", () -> {
                    long now = sim.elapsed().toNanos();
                    load.ended(Status.OK, false, now - start, now);
                    latencies.add((now - start) / 1e6);
                    idle++;
                    work();
                });
            });
            work();
        }

        private void work() {
            while (idle > 0 && !waiting.isEmpty()) {
                idle--;
                waiting.remove().run();
            }
        }
    }
}
