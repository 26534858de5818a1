package dev.mcp2026.registry.app;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.replication.Replicator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/// Starts what runs by itself, in order, and ends it in the other.
@Singleton
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);
    private static final Duration COMPACT_EVERY = Duration.ofMinutes(1);

    private final Catalogue catalogue;
    private final InstanceTracking tracking;
    private final HealthMonitor health;
    private final Replicator replicator;
    private final InstantSource wall;
    private final Thread compactor = Thread.ofVirtual().name("compaction").unstarted(this::compact);

    public Lifecycle(
            Catalogue catalogue,
            InstanceTracking tracking,
            HealthMonitor health,
            Replicator replicator,
            InstantSource wall) {
        this.catalogue = catalogue;
        this.tracking = tracking;
        this.health = health;
        this.replicator = replicator;
        this.wall = wall;
    }

    void start(@Observes StartupEvent event) {
        List<Entry> declared = catalogue.ofOrigin(catalogue.self()).toList();
        declared.forEach(tracking::known);
        tracking.start();
        replicator.start();
        compactor.start();
        LOG.infof("registry started cell=%s declared=%d", catalogue.self(), declared.size());
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
