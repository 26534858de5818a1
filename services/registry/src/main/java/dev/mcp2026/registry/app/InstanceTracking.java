package dev.mcp2026.registry.app;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.health.Observation;
import dev.mcp2026.registry.health.lease.LeaseEffect;
import dev.mcp2026.registry.health.lease.LeaseRules;
import dev.mcp2026.registry.health.lease.LeaseTable;
import dev.mcp2026.registry.operations.InstanceLocks;
import dev.mcp2026.registry.operations.Tracking;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// Follows own instances: checks and heartbeats go to the health monitor, leases are kept here,
/// and what both conclude
/// goes to the catalogue.
public final class InstanceTracking implements Tracking, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(InstanceTracking.class);
    private static final Duration TICK = Duration.ofMillis(100);

    private final Catalogue catalogue;
    private final HealthMonitor health;
    private final LongSupplier nanoTime;
    private final LeaseTable<InstanceKey> leases;
    private final InstanceLocks locks;
    /// Of the ticker's thread alone.
    private final Deque<InstanceKey> expired = new ArrayDeque<>();

    private final Thread ticker;
    private volatile boolean closed;

    public InstanceTracking(
            Catalogue catalogue,
            HealthMonitor health,
            LeaseRules leaseRules,
            InstanceLocks locks,
            LongSupplier nanoTime) {
        this.catalogue = catalogue;
        this.locks = locks;
        this.health = health;
        this.nanoTime = nanoTime;
        this.leases = new LeaseTable<>(leaseRules, nanoTime.getAsLong());
        this.ticker = Thread.ofVirtual().name("leases").unstarted(this::run);
    }

    public void start() {
        ticker.start();
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(TICK);
                tick();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "lease work failed, goes on");
            }
        }
    }

    /// Of one thread alone.
    void tick() {
        perform(advance());
        dropExpired();
    }

    private List<LeaseEffect<InstanceKey>> advance() {
        boolean unwell = health.localHealth().score() > 0;
        synchronized (leases) {
            return leases.advance(nanoTime.getAsLong(), unwell);
        }
    }

    private void perform(List<LeaseEffect<InstanceKey>> effects) {
        for (LeaseEffect<InstanceKey> effect : effects) {
            // Each is given out once, so the failure of one must not cost the others.
            try {
                perform(effect);
            } catch (RuntimeException e) {
                LOG.errorf(e, "lease effect failed effect=%s", effect);
            }
        }
    }

    private void perform(LeaseEffect<InstanceKey> effect) {
        switch (effect) {
            case LeaseEffect.Suspect<InstanceKey> e -> health.leaseSuspect(e.key(), e.cause(), e.reason());
            case LeaseEffect.Hold<InstanceKey> e -> health.leaseSuspect(e.key(), e.cause(), e.reason());
            case LeaseEffect.Release<InstanceKey> e -> health.leaseReleased(e.key());
            case LeaseEffect.Expire<InstanceKey> e -> expired.add(e.key());
        }
    }

    /// Those whose instance is being changed just now are left for the next tick: this thread serves all leases.
    private void dropExpired() {
        for (int i = expired.size(); i > 0; i--) {
            InstanceKey key = expired.remove();
            if (!dropped(key)) {
                expired.add(key);
            }
        }
    }

    private boolean dropped(InstanceKey key) {
        try {
            return locks.tryRun(key, () -> Optional.of(drop(key))).isPresent();
        } catch (RuntimeException e) {
            LOG.errorf(e, "expired instance not dropped, tried again instance=%s", key);
            return false;
        }
    }

    /// Unless it was registered anew after its lease was found to be over.
    private boolean drop(InstanceKey key) {
        Entry entry = catalogue.get(key);
        Registration registration = entry == null ? null : entry.registration();
        if (registration == null || registration.lease() == null || holds(key)) {
            return false;
        }
        LOG.infof("lease expired instance=%s", key);
        health.untrack(key);
        return catalogue.deregister(key).isPresent();
    }

    private boolean holds(InstanceKey key) {
        synchronized (leases) {
            return leases.holds(key);
        }
    }

    @Override
    public void registered(Entry entry, Registration registration) {
        Duration lease = registration.lease();
        synchronized (leases) {
            if (lease == null) {
                leases.release(entry.key());
            } else {
                leases.grant(entry.key(), lease, nanoTime.getAsLong());
            }
        }
        health.track(entry.key(), registration);
    }

    /// Follows an own instance as the catalogue has it by now, or no more if it is gone there. To be called with its
    /// lock held.
    ///
    /// @return what it is registered with
    Optional<Registration> follow(InstanceKey key) {
        Entry entry = catalogue.get(key);
        Registration registration = entry == null ? null : entry.registration();
        if (entry == null || registration == null) {
            gone(key);
            return Optional.empty();
        }
        registered(entry, registration);
        return Optional.of(registration);
    }

    @Override
    public void gone(InstanceKey key) {
        synchronized (leases) {
            leases.release(key);
        }
        health.untrack(key);
    }

    @Override
    public Optional<Duration> renewed(InstanceKey key, long sequence) {
        Entry entry = catalogue.get(key);
        if (entry == null || entry.deleted()) {
            return Optional.empty();
        }
        OptionalLong left;
        List<LeaseEffect<InstanceKey>> effects;
        synchronized (leases) {
            long now = nanoTime.getAsLong();
            effects = leases.renew(key, now);
            left = leases.remainingNanos(key, now);
        }
        if (left.isPresent()) {
            health.heartbeat(key, sequence);
            perform(effects);
        }
        return left.isPresent() ? Optional.of(Duration.ofNanos(left.getAsLong())) : Optional.empty();
    }

    @Override
    public void reported(InstanceKey key, Observation observation) {
        health.report(key, observation);
    }

    @Override
    public void close() {
        closed = true;
        ticker.interrupt();
    }
}
