package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.lra.drive.LraCalls;
import dev.mcp2026.coordinator.lra.drive.LraKeeper;
import dev.mcp2026.coordinator.lra.drive.LraSettings;
import dev.mcp2026.coordinator.lra.record.LraStore;
import dev.mcp2026.coordinator.operations.LraOperations;
import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.store.Store;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Makes what serves long running actions.
@Singleton
public class LraAssembly {
    private static final String PREFIX = "mcp.saga.lra.";

    @Produces
    @Singleton
    LraStore store(Store store, CellId cell, SagaConfig config) {
        return new LraStore(
                store, cell, new Limit(PREFIX + "bytes", config.lra().bytes(), "bytes"));
    }

    @Produces
    @Singleton
    LraKeeper keeper(LraStore store, Driver driver, LraCalls calls, SagaConfig config, InstantSource clock) {
        SagaConfig.Lra lra = config.lra();
        return new LraKeeper(
                store,
                driver,
                calls,
                new LraSettings(
                        lra.retention(),
                        lra.endWait(),
                        lra.retry(),
                        lra.retryCap(),
                        new Limit(PREFIX + "open", lra.open(), "LRAs"),
                        new Limit(PREFIX + "open-per-tenant", lra.openPerTenant(), "LRAs")),
                clock);
    }

    @Produces
    @Singleton
    LraOperations operations(
            Authorization authorization, LraStore store, LraKeeper keeper, Addresses addresses, InstantSource clock) {
        return new LraOperations(authorization, store, keeper, addresses, clock, new SecureRandom());
    }
}
