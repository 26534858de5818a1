package dev.mcp2026.coordinator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A coordinator that comes after one that was killed.
final class RestartTest {
    private static final CellId CELL = new CellId("cell1");
    private static final Duration LEASE = Duration.ofHours(1);

    @TempDir
    Path directory;

    private static Driver driver(Store store) {
        Limit plenty = new Limit("plenty", 1_000_000, "sagas");
        return new Driver(
                new SagaLog(store, CELL, new Definitions()),
                new Shops(1, 0, 0),
                new DriveSettings(plenty, plenty, Duration.ofMillis(2)),
                InstantSource.system(),
                new Random(1),
                (before, after) -> {});
    }

    private Store open() {
        return EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")));
    }

    private static ShardKeeper keeper(Store store, String name, Driver driver, boolean alone) {
        return new ShardKeeper(store, new Shards(store, CELL, name), driver, LEASE, alone);
    }

    @Test
    void whoHasTheStoreToItselfWaitsForNoLeaseAndItsEpochIsHigher() {
        try (Store store = open();
                Driver killed = driver(store)) {
            keeper(store, "killed", killed, true).round();
            assertThat(killed.owned()).hasSize(Shard.ALL.size());
        }
        try (Store store = open();
                Driver next = driver(store)) {
            keeper(store, "next", next, true).round();
            assertThat(next.owned()).hasSize(Shard.ALL.size());
            assertThat(next.owned().values()).allMatch(each -> each.epoch() == 2);
        }
    }

    @Test
    void whoSharesTheStoreWaits() {
        try (Store store = open();
                Driver first = driver(store);
                Driver second = driver(store)) {
            keeper(store, "first", first, false).round();
            keeper(store, "second", second, false).round();
            assertThat(first.owned()).hasSize(Shard.ALL.size());
            assertThat(second.owned()).isEmpty();
        }
    }
}
