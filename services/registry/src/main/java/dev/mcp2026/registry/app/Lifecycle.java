package dev.mcp2026.registry.app;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Registered;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.replication.Replicator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Starts what runs by itself, in order, and ends it in the other.
@Singleton
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);
    private static final Duration COMPACT_EVERY = Duration.ofMinutes(1);

    private final Catalogue catalogue;
    private final DeclaredInstances declared;
    private final InstanceTracking tracking;
    private final HealthMonitor health;
    private final Replicator replicator;
    private final InstantSource wall;
    private final Thread compactor = Thread.ofVirtual().name("compaction").unstarted(this::compact);

    public Lifecycle(
            Catalogue catalogue,
            DeclaredInstances declared,
            InstanceTracking tracking,
            HealthMonitor health,
            Replicator replicator,
            InstantSource wall) {
        this.catalogue = catalogue;
        this.declared = declared;
        this.tracking = tracking;
        this.health = health;
        this.replicator = replicator;
        this.wall = wall;
    }

    void start(@Observes StartupEvent event) {
        var registrations = declared.load();
        registrations.forEach(registration -> {
            Registered registered = catalogue.register(registration, null);
            tracking.registered(registered.entry(), registration);
        });
        tracking.start();
        replicator.start();
        compactor.start();
        LOG.infof("registry started cell=%s declared=%d", catalogue.self(), registrations.size());
    }

    private void compact() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(COMPACT_EVERY);
                catalogue.compact(wall.instant());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        compactor.interrupt();
        replicator.close();
        tracking.close();
        health.close();
    }
}
