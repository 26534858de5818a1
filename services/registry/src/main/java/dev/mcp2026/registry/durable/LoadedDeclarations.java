package dev.mcp2026.registry.durable;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.operations.InstanceLocks;
import dev.mcp2026.registry.operations.Tracking;
import dev.mcp2026.store.StoreMode;
import dev.mcp2026.store.StoreStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Declared instances that come from the store when it can be read: at the start if it answers then, otherwise in
/// the background, so that leased instances do not wait for it. What is read while the store is not READ_WRITE may
/// be old: it is shown, and read once more when it can be trusted. Until then nothing is saved or removed, since a
/// copy read before a change must not replace it.
public final class LoadedDeclarations implements DeclaredInstances, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LoadedDeclarations.class);

    private final DeclaredInstances stored;
    private final Supplier<StoreStatus> store;
    private final InstanceLocks locks;
    private final Duration retry;
    private final CountDownLatch closed = new CountDownLatch(1);
    /// Shown from a read that may have been old; used by one thread at a time, the start's and then the
    /// background's.
    private final Set<InstanceKey> shown = new HashSet<>();
    private @Nullable Thread thread;
    private boolean anything;
    private volatile boolean complete;

    /// @param store the mode of the store behind `stored`, read at each attempt
    /// @param retry pause between attempts (`mcp.store.load-retry`)
    public LoadedDeclarations(
            DeclaredInstances stored, Supplier<StoreStatus> store, InstanceLocks locks, Duration retry) {
        this.stored = stored;
        this.locks = locks;
        this.store = store;
        this.retry = retry;
    }

    /// True once all is in the catalogue, from a read that was not stale.
    public boolean complete() {
        return complete;
    }

    /// One attempt, for a catalogue that nobody sees yet. A store that does not answer is left for [#start].
    ///
    /// @throws FaultException if the store refuses the read itself
    public void loadInto(Catalogue catalogue) {
        try {
            boolean current = current();
            Contents contents = stored.load();
            contents.present()
                    .forEach(registration ->
                            shown.add(catalogue.restore(registration).key()));
            contents.removed().forEach(catalogue::restoreRemoval);
            anything = true;
            complete = current && current();
        } catch (FaultException e) {
            if (!passing(e.fault().kind())) {
                throw e;
            }
            LOG.warnf("declared instances not loaded yet reason=%s", e.fault().detail());
        }
    }

    /// Goes on in the background if [#loadInto] could not finish.
    public void start(Catalogue catalogue, Tracking tracking) {
        if (!complete) {
            thread = Thread.ofVirtual().name("declared-load").start(() -> retry(catalogue, tracking));
        }
    }

    private void retry(Catalogue catalogue, Tracking tracking) {
        try {
            do {
                // A stale copy once is enough; the next read is worth it only when it can be the last.
                if (current() || !anything) {
                    attempt(catalogue, tracking);
                }
            } while (!complete && !closed.await(retry.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Catalogue catalogue, Tracking tracking) {
        try {
            boolean current = current();
            Contents contents = stored.load();
            Set<InstanceKey> before = new HashSet<>(shown);
            for (Registration registration : contents.present()) {
                InstanceKey key = new InstanceKey(
                        catalogue.self(), registration.tenant(), registration.service(), registration.instance());
                locks.run(key, () -> show(catalogue, tracking, key, registration));
                before.remove(key);
            }
            contents.removed().forEach((key, at) -> locks.run(key, () -> remove(catalogue, tracking, key, at)));
            anything = true;
            if (current && current()) {
                before.forEach(key -> locks.run(key, () -> hide(catalogue, tracking, key)));
                complete = true;
                LOG.infof(
                        "declared instances loaded late count=%d",
                        contents.present().size());
            }
        } catch (FaultException e) {
            LOG.debugf("declared instances not loaded yet reason=%s", e.fault().detail());
        } catch (RuntimeException e) {
            LOG.errorf(e, "declared instances not loaded, trying again");
        }
    }

    private boolean show(Catalogue catalogue, Tracking tracking, InstanceKey key, Registration registration) {
        if (leased(catalogue.get(key)) && !catalogue.isRecovered(key)) {
            // It took a lease before we could know that it was declared.
            stored.remove(key);
            return false;
        }
        tracking.registered(catalogue.restore(registration), registration);
        return shown.add(key);
    }

    /// A peer may have brought it back before its removal could be read.
    private static boolean remove(Catalogue catalogue, Tracking tracking, InstanceKey key, HlcTimestamp at) {
        catalogue.restoreRemoval(key, at);
        Entry entry = catalogue.get(key);
        if (entry != null && entry.deleted()) {
            tracking.gone(key);
            return true;
        }
        return false;
    }

    /// It was removed after the stale copy was made.
    private static boolean hide(Catalogue catalogue, Tracking tracking, InstanceKey key) {
        if (leased(catalogue.get(key))) {
            return false;
        }
        tracking.gone(key);
        return catalogue.deregister(key).isPresent();
    }

    /// Registered with a lease while the store was away: that is newer than what the store holds.
    private static boolean leased(@Nullable Entry entry) {
        Registration registration = entry == null ? null : entry.registration();
        return registration != null && registration.lease() != null;
    }

    private boolean current() {
        return store.get().mode() == StoreMode.READ_WRITE;
    }

    private static boolean passing(FaultKind kind) {
        return kind == FaultKind.UNAVAILABLE || kind == FaultKind.DEADLINE_EXCEEDED || kind == FaultKind.READ_ONLY;
    }

    @Override
    public void save(Registration registration) {
        requireLoaded();
        stored.save(registration);
    }

    @Override
    public void remove(InstanceKey key) {
        requireLoaded();
        stored.remove(key);
    }

    @Override
    public boolean holds(InstanceKey key) {
        return stored.holds(key);
    }

    @Override
    public Contents load() {
        return stored.load();
    }

    /// Nothing is forgotten that has not been read.
    @Override
    public void forgetRemovals(Instant deadline, long max) {
        if (complete) {
            stored.forgetRemovals(deadline, max);
        }
    }

    @Override
    public void requireLoaded() {
        if (!complete) {
            throw Faults.of(
                    FaultKind.READ_ONLY,
                    "declared instances are not loaded from the store yet; it is "
                            + store.get().mode() + ": " + store.get().reason(),
                    "retry later; leased registrations are taken");
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
