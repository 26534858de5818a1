package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.drive.Commands;
import dev.mcp2026.coordinator.drive.DriveSettings;
import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.drive.InboxKeeper;
import dev.mcp2026.coordinator.drive.Retention;
import dev.mcp2026.coordinator.drive.ShardKeeper;
import dev.mcp2026.coordinator.drive.SteadyClock;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.EndedSagas;
import dev.mcp2026.coordinator.log.Inbox;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.operations.SagaOperations;
import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.Reachability;
import dev.mcp2026.coordinator.watch.Changes;
import dev.mcp2026.coordinator.watch.Watches;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.store.StoreConfig;
import dev.mcp2026.store.Store;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Makes the coordinator's objects from its configuration, once each.
@Singleton
public class Assembly {
    private static final String LIMITS = "mcp.saga.limits.";

    @Produces
    @Singleton
    CellId self(CellConfig config) {
        return new CellId(config.id());
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Produces
    @Singleton
    Definitions definitions() {
        return new Definitions();
    }

    @Produces
    @Singleton
    SagaLog log(Store store, CellId cell, Definitions definitions) {
        return new SagaLog(store, cell, definitions);
    }

    @Produces
    @Singleton
    Driver driver(
            SagaLog log,
            SagaConfig config,
            InstantSource clock,
            Changes changes,
            Participants participants,
            SagaMetrics metrics) {
        SagaConfig.Limits limits = config.limits();
        return new Driver(
                log,
                participants,
                new DriveSettings(
                        new Limit(LIMITS + "open", limits.open(), "sagas"),
                        new Limit(LIMITS + "open-per-tenant", limits.openPerTenant(), "sagas"),
                        config.storeRetry()),
                clock,
                new SecureRandom(),
                changes.and(metrics));
    }

    @Produces
    @Singleton
    Watches watches(Changes changes, Driver driver, SagaLog log) {
        return new Watches(changes, driver, log);
    }

    @Produces
    @Singleton
    ShardKeeper shards(Store store, StoreConfig kept, CellId cell, Driver driver, SagaConfig config, Self self) {
        return new ShardKeeper(
                store,
                new Shards(store, cell, self.name()),
                driver,
                config.lease(),
                kept.kind() == StoreConfig.Kind.EMBEDDED);
    }

    @Produces
    @Singleton
    Inbox inbox(Store store, CellId cell) {
        return new Inbox(store, cell);
    }

    @Produces
    @Singleton
    InboxKeeper inboxKeeper(Inbox inbox, Driver driver) {
        return new InboxKeeper(inbox, driver);
    }

    @Produces
    @Singleton
    Commands commands(Driver driver, Inbox inbox, SagaConfig config) {
        return new Commands(driver, inbox, config.commandWait());
    }

    @Produces
    @Singleton
    Retention retention(Store store, CellId cell, Driver driver, SagaConfig config) {
        return new Retention(new EndedSagas(store, cell), driver, config.retention());
    }

    @Produces
    @Singleton
    SagaOperations operations(
            Authorization authorization,
            SagaLog log,
            Definitions definitions,
            Driver driver,
            Commands commands,
            Addresses addresses,
            Reachability reachability) {
        return new SagaOperations(authorization, log, definitions, driver, commands, addresses, reachability);
    }
}
