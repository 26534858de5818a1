package dev.mcp2026.coordinator.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A coordinator that comes after one that was killed.
final class RestartTest {
    private static final CellId CELL = new CellId("cell1");
    private static final int SAGAS = 100;
    private static final String SOURCE = """
            apiVersion: mcp2026/v1
            kind: Saga
            metadata: { name: order }
            spec:
              steps:
                - { step: a, action: { http: { url: 'http://localhost:1/x' } }, compensation: none }
            """;
    private static final Duration LEASE = Duration.ofHours(1);

    @TempDir
    Path directory;

    private static Driver driver(Store store) {
        return driver(store, new Shops(1, 0, 0));
    }

    private static Driver driver(Store store, Participants participants) {
        Limit plenty = new Limit("plenty", 1_000_000, "sagas");
        return new Driver(
                new SagaLog(store, CELL, new Definitions()),
                participants,
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 32})
    void aClaimWhoseAnswerIsLostIsDrivenAllTheSame(int writes) {
        try (Store real = open()) {
            FlakyStore flaky = new FlakyStore(real);
            assertAllIsDrivenAfter(flaky, () -> flaky.loseAnAnswerAfter(writes));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 20})
    void aShardWhoseSagasCouldNotBeReadIsDrivenAllTheSame(int ranges) {
        try (Store real = open()) {
            FlakyStore flaky = new FlakyStore(real);
            assertAllIsDrivenAfter(flaky, () -> flaky.failARangeAfter(ranges));
        }
    }

    /// One that begins where another has left a saga in each shard; its first round fails somewhere.
    private void assertAllIsDrivenAfter(FlakyStore flaky, Runnable fault) {
        Store store = flaky.store();
        try (Driver before = driver(store, Shops.NEVER);
                Driver next = driver(store, Shops.NEVER)) {
            ShardKeeper gone = keeper(store, "gone", before, true);
            gone.round();
            SagaDefinition definition = DefinitionReader.read("saga.yaml", SOURCE, new TenantId("default"));
            for (int i = 0; i < SAGAS; i++) {
                before.start(new SagaStart(definition, SOURCE, definition.input(), "me", ""));
            }
            gone.close();
            fault.run();
            ShardKeeper keeper = keeper(store, "next", next, false);
            assertThatThrownBy(keeper::round).isInstanceOf(FaultException.class);
            keeper.round();
            assertThat(next.owned()).hasSize(Shard.ALL.size());
            assertThat(next.open()).isEqualTo(SAGAS);
        }
    }

    @Test
    void whoseLeaseIsLostClaimsAnew() {
        try (Store store = open();
                Driver driver = driver(store)) {
            ShardKeeper keeper = keeper(store, "me", driver, false);
            keeper.round();
            keeper.leaseLost();
            assertThat(driver.owned()).isEmpty();
            keeper.round();
            assertThat(driver.owned()).hasSize(Shard.ALL.size());
            assertThat(driver.owned().values()).as("claims of the new lease").allMatch(each -> each.epoch() == 2);
        }
    }
}
