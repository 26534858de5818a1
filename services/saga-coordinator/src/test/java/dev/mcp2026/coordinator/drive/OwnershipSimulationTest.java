package dev.mcp2026.coordinator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.testkit.sim.Simulation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two coordinators never drive one saga at once.
final class OwnershipSimulationTest {
    private static final int SEEDS = 200;
    private static final int SAGAS = 24;
    private static final Duration STORM = Duration.ofSeconds(40);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Logger LOG = Logger.getLogger(Driver.class.getPackageName());

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    static LongStream seeds() {
        return Seeds.fixed(SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoCoordinatorsNeverDriveOneSaga(long seed) {
        onFiberThread(() -> run(seed));
    }

    @Test
    void theSameSeedIsTheSameRun() {
        onFiberThread(() -> assertThat(run(4711)).isEqualTo(run(4711)));
    }

    /// @return the run's digest
    private static long run(long seed) {
        Simulation sim = new Simulation(seed);
        try (World world = new World(sim)) {
            Clients clients = new Clients(world);
            sim.runFor(Duration.ofSeconds(5));
            clients.plan(SAGAS, STORM.plusSeconds(9));
            new Storm(world).plan(STORM);
            // And the last of those who come again.
            sim.runFor(STORM.plusSeconds(18));
            sim.after(
                    RECOVERY,
                    "allEnd",
                    () -> assertThat(world.open()).as("allEnd").isEmpty());
            sim.runUntil("allEnd", RECOVERY.plusSeconds(1), world::allEnded);
            sim.runFor(Duration.ofSeconds(3));
            sim.after(Duration.ZERO, "at the end", () -> checkEnd(world, clients));
            sim.runFor(Duration.ofMillis(1));
            return sim.digest();
        }
    }

    private static void checkEnd(World world, Clients clients) {
        SimTables tables = world.store().tables();
        Set<String> sagas = world.store().checks().sagas();
        assertThat(sagas)
                .as("nothingLost")
                .containsAll(clients.acknowledged().stream().map(SagaId::value).toList());
        SagaLog log = new SagaLog(reading(tables), World.CELL, new Definitions());
        for (String id : sagas) {
            Recorded saga = log.read(new SagaId(id)).orElseThrow();
            Phase phase = saga.state().phase();
            assertThat(phase.isFinal()).as("allEnd: %s is %s", id, phase).isTrue();
            assertThat(world.shop().standing(id))
                    .as("doneOrUndone: %s is %s", id, phase)
                    .containsExactlyInAnyOrderElementsOf(phase instanceof Phase.Completed ? Clients.STEPS : List.of());
        }
    }

    private static Store reading(SimTables tables) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("range")) {
                        return tables.range((RangeQuery) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /// Its own is a virtual one: turns between fibers and it are cheap then.
    private static void onFiberThread(Runnable work) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().name("simulation").start(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure.set(e);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure.get());
        }
    }
}
