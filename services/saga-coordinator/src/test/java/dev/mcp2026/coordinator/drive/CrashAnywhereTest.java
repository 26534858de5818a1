package dev.mcp2026.coordinator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Coordinators die at random instants, and those that are taken for dead go on as long as they can, while calls and
/// answers are lost. In the end every saga is wholly done or wholly undone, and nothing took effect twice.
final class CrashAnywhereTest {
    private static final CellId CELL = new CellId("cell1");
    private static final int SAGAS = 2_000;
    private static final int STEPS = 4;
    private static final String SOURCE = source();

    @TempDir
    Path directory;

    private final Set<SagaId> ended = ConcurrentHashMap.newKeySet();
    private final List<SagaId> started = new ArrayList<>();

    private static String source() {
        String call = "{ http: { url: 'http://localhost:1/x' }, retry: { attempts: 3, backoff: 1ms, cap: 4ms } }";
        String undo = "{ http: { url: 'http://localhost:1/x' }, retry: { attempts: 1000, backoff: 1ms, cap: 4ms } }";
        return """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  steps:
                    - { step: a, action: CALL, compensation: UNDO }
                    - parallel:
                        - - { step: b, action: CALL, compensation: UNDO }
                        - - { step: c, action: CALL, compensation: UNDO }
                    - { step: d, action: CALL, compensation: UNDO }
                """.replace("CALL", call).replace("UNDO", undo);
    }

    private Driver coordinator(Store store, String name, Shops shops, Random random) {
        SagaLog log = new SagaLog(store, CELL, new Definitions());
        Limit plenty = new Limit("plenty", 1_000_000, "sagas");
        Driver driver = new Driver(
                log,
                shops,
                new DriveSettings(plenty, plenty, Duration.ofMillis(2)),
                InstantSource.system(),
                new Random(random.nextLong()),
                (before, after) -> {
                    if (after.state().phase().isFinal()) {
                        ended.add(after.id());
                    }
                });
        Shards shards = new Shards(store, CELL, name);
        shards.owners().values().forEach(owner -> new Shards(store, CELL, owner.coordinator()).release(owner));
        for (Shard shard : Shard.ALL) {
            shards.claim(shard, LeaseId.NONE).ifPresent(driver::own);
        }
        return driver;
    }

    @Test
    @Timeout(180)
    void everySagaIsWhollyDoneOrWhollyUndone() {
        Random random = new Random(20261126);
        Shops shops = new Shops(random.nextLong(), 0.1, 0.05);
        SagaDefinition definition = DefinitionReader.read("saga.yaml", SOURCE, new TenantId("default"));
        List<Driver> all = new ArrayList<>();
        try (Store store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")))) {
            Driver driver = coordinator(store, "c0", shops, random);
            all.add(driver);
            for (int i = 0; i < SAGAS; i++) {
                started.add(driver.start(new SagaStart(definition, SOURCE, definition.input(), "me", "key-" + i)));
                if (random.nextInt(100) == 0) {
                    if (random.nextBoolean()) {
                        driver.close();
                    }
                    driver = coordinator(store, "c" + all.size(), shops, random);
                    all.add(driver);
                }
            }
            Await.until("all to end", Duration.ofSeconds(150), () -> ended.size() == SAGAS);
            assertThat(all).as("coordinators").hasSizeGreaterThan(10);
            SagaLog log = new SagaLog(store, CELL, new Definitions());
            int undone = 0;
            for (SagaId id : started) {
                Recorded saga = log.read(id).orElseThrow();
                List<String> lines = shops.of(id.value());
                if (saga.state().phase() instanceof Phase.Completed) {
                    assertThat(lines).as("done %s", id).hasSize(STEPS).allMatch(line -> line.startsWith("+"));
                    assertThat(new TreeSet<>(lines)).containsExactly("+a", "+b", "+c", "+d");
                } else {
                    undone++;
                    assertUndone(id, lines);
                }
            }
            assertThat(undone).as("sagas undone").isBetween(SAGAS / 20, SAGAS * 19 / 20);
            for (Shard shard : Shard.ALL) {
                assertThat(log.open(shard)).isEmpty();
            }
        } finally {
            all.forEach(Driver::close);
        }
    }

    /// What was done is undone once, after it, and nothing else is.
    private static void assertUndone(SagaId id, List<String> lines) {
        List<String> standing = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("+")) {
                assertThat(standing).as("twice in %s of %s", lines, id).doesNotContain(line.substring(1));
                standing.add(line.substring(1));
            } else {
                assertThat(standing.remove(line.substring(1)))
                        .as("undone once in %s of %s", lines, id)
                        .isTrue();
            }
        }
        assertThat(standing).as("left of %s in %s", id, lines).isEmpty();
    }

    @Test
    void theSameKeyStartsOneSaga() {
        Shops shops = new Shops(1, 0, 0);
        SagaDefinition definition = DefinitionReader.read("saga.yaml", SOURCE, new TenantId("default"));
        SagaStart start = new SagaStart(definition, SOURCE, definition.input(), "me", "once");
        try (Store store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")))) {
            Driver driver = coordinator(store, "c0", shops, new Random(1));
            SagaId id = driver.start(start);
            assertThat(driver.start(start)).isEqualTo(id);
            Driver next = coordinator(store, "c1", shops, new Random(2));
            assertThat(next.start(start)).isEqualTo(id);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> {
                        for (int i = 0; i < 2; i++) {
                            driver.start(new SagaStart(definition, SOURCE, definition.input(), "me", "late" + i));
                        }
                    })
                    .as("one whose shards are another's")
                    .isInstanceOf(FaultException.class);
            driver.close();
            next.close();
        }
    }
}
