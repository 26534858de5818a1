package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.breaker.Breakers;
import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.drive.InboxKeeper;
import dev.mcp2026.coordinator.drive.Retention;
import dev.mcp2026.coordinator.drive.ShardKeeper;
import dev.mcp2026.coordinator.lra.drive.LraKeeper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Starts what runs by itself, and ends it.
@Singleton
public class Lifecycle {
    private final ShardKeeper shards;
    private final Driver driver;
    private final Retention retention;
    private final InboxKeeper inbox;
    private final LraKeeper lras;

    Lifecycle(
            ShardKeeper shards,
            Driver driver,
            Retention retention,
            InboxKeeper inbox,
            LraKeeper lras,
            Breakers breakers,
            SagaMetrics metrics) {
        this.shards = shards;
        this.driver = driver;
        this.retention = retention;
        this.inbox = inbox;
        this.lras = lras;
        metrics.show(driver, breakers, lras);
    }

    void start(@Observes StartupEvent event) {
        shards.start();
        retention.start();
        inbox.start();
        lras.start();
    }

    void stop(@Observes ShutdownEvent event) {
        lras.close();
        inbox.close();
        retention.close();
        shards.close();
        driver.close();
    }
}
