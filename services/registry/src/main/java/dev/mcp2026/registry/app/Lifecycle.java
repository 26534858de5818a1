package dev.mcp2026.registry.app;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.durable.LoadedDeclarations;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.operations.InstanceLocks;
import dev.mcp2026.registry.replication.Replicator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/// Starts what runs by itself, in order, and ends it in the other.
@Singleton
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);
    private static final Duration COMPACT_EVERY = Duration.ofMinutes(1);

    private final Catalogue catalogue;
    private final LoadedDeclarations declared;
    private final InstanceLocks locks;
    private final CatalogueLimits limits;
    private final InstanceTracking tracking;
    private final HealthMonitor health;
    private final Replicator replicator;
    private final InstantSource wall;
    private final Thread compactor = Thread.ofVirtual().name("compaction").unstarted(this::compact);

    public Lifecycle(
            Catalogue catalogue,
            LoadedDeclarations declared,
            RegistryConfig config,
            InstanceLocks locks,
            InstanceTracking tracking,
            HealthMonitor health,
            Replicator replicator,
            InstantSource wall) {
        this.catalogue = catalogue;
        this.declared = declared;
        this.locks = locks;
        this.limits = Settings.limits(config.limits());
        this.tracking = tracking;
        this.health = health;
        this.replicator = replicator;
        this.wall = wall;
    }

    void start(@Observes StartupEvent event) {
        List<Entry> own = catalogue.ofOrigin(catalogue.self()).toList();
        // gRPC has been answering for a while: each may have changed since it was listed.
        own.forEach(entry -> locks.run(entry.key(), () -> tracking.follow(entry.key())));
        tracking.start();
        declared.start(catalogue, tracking);
        replicator.start();
        compactor.start();
        LOG.infof(
                "registry started cell=%s declared=%d",
                catalogue.self(), own.stream().filter(entry -> !entry.deleted()).count());
    }

    private void compact() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(COMPACT_EVERY);
                compactOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compactOnce() {
        try {
            Instant now = wall.instant();
            catalogue.compact(now);
            declared.forgetRemovals(
                    now.minus(limits.tombstoneTtl()), limits.tombstones().max());
        } catch (RuntimeException e) {
            LOG.warnf("compaction failed, tried again in %s reason=%s", COMPACT_EVERY, e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        compactor.interrupt();
        declared.close();
        replicator.close();
        tracking.close();
        health.close();
    }
}
