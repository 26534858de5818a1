package dev.mcp2026.registry.durable;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.operations.Tracking;
import dev.mcp2026.store.StoreMode;
import dev.mcp2026.store.StoreStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
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
    public LoadedDeclarations(DeclaredInstances stored, Supplier<StoreStatus> store, Duration retry) {
        this.stored = stored;
        this.store = store;
        this.retry = retry;
    }

    /// True once all is in the catalogue, from a read that was not stale.
    public boolean complete() {
        return complete;
    }

    /// One attempt, for a catalogue that nobody sees yet. A store that does not answer is left for [#start].
    ///
    /// @throws FaultException if the store refuses the read itself, or there are more than the catalogue takes
    public void loadInto(Catalogue catalogue) {
        try {
            boolean current = current();
            List<Registration> registrations = stored.load();
            for (Registration registration : registrations) {
                shown.add(catalogue.register(registration, null).entry().key());
            }
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
            List<Registration> registrations = stored.load();
            Set<InstanceKey> before = new HashSet<>(shown);
            registrations.forEach(registration -> before.remove(show(catalogue, tracking, registration)));
            anything = true;
            if (current && current()) {
                before.forEach(key -> hide(catalogue, tracking, key));
                complete = true;
                LOG.infof("declared instances loaded late count=%d", registrations.size());
            }
        } catch (FaultException e) {
            LOG.debugf("declared instances not loaded yet reason=%s", e.fault().detail());
        } catch (RuntimeException e) {
            LOG.errorf(e, "declared instances not loaded, trying again");
        }
    }

    private InstanceKey show(Catalogue catalogue, Tracking tracking, Registration registration) {
        InstanceKey key = new InstanceKey(
                catalogue.self(), registration.tenant(), registration.service(), registration.instance());
        if (leased(catalogue.get(key))) {
            return key;
        }
        try {
            tracking.registered(catalogue.register(registration, null).entry(), registration);
            shown.add(key);
        } catch (FaultException e) {
            // One that does not fit must not keep all the others from being served.
            LOG.errorf(
                    "declared instance not loaded key=%s reason=%s",
                    key, e.fault().detail());
        }
        return key;
    }

    /// It was removed after the stale copy was made.
    private void hide(Catalogue catalogue, Tracking tracking, InstanceKey key) {
        if (!leased(catalogue.get(key))) {
            tracking.gone(key);
            catalogue.deregister(key);
        }
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
        requireComplete();
        stored.save(registration);
    }

    @Override
    public void remove(InstanceKey key) {
        requireComplete();
        stored.remove(key);
    }

    @Override
    public List<Registration> load() {
        return stored.load();
    }

    private void requireComplete() {
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
