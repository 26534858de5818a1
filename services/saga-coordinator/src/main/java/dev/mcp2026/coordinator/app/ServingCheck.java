package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.drive.ShardKeeper;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once it has had its share of the sagas.
@Readiness
@Singleton
class ServingCheck implements HealthCheck {
    private final ShardKeeper shards;
    private final Driver driver;

    ServingCheck(ShardKeeper shards, Driver driver) {
        this.shards = shards;
        this.driver = driver;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("saga-coordinator")
                .status(shards.isSettled())
                .withData("shards", driver.owned().size())
                .withData("open", driver.open())
                .build();
    }
}
