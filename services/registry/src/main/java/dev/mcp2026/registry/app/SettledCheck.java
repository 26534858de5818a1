package dev.mcp2026.registry.app;

import dev.mcp2026.registry.replication.Replicator;
import dev.mcp2026.store.Store;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the peers have told what they know, or have had their chance. A store that is
/// READ_ONLY is told and does
/// not make it unready: reads and leased instances go on.
@Readiness
@Singleton
public class SettledCheck implements HealthCheck {
    private final Replicator replicator;
    private final Store store;

    public SettledCheck(Replicator replicator, Store store) {
        this.replicator = replicator;
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("registry")
                .status(replicator.settled())
                .withData("store", store.status().mode().name())
                .withData("silent-cells", replicator.silent().size())
                .build();
    }
}
