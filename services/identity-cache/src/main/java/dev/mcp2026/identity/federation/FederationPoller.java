package dev.mcp2026.identity.federation;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.spiffe.TrustBundle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// Keeps the bundles of all federated trust domains fresh: one virtual thread looks what is due, and each fetch has
/// one of its own, so that an endpoint that hangs delays nobody else. Whatever fails, the last good bundle stays.
public final class FederationPoller implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FederationPoller.class);

    /// How often the clock is looked at.
    private static final Duration TICK = Duration.ofMillis(200);

    private final Federations federations;
    private final BundleSource source;
    private final OwnBundle own;
    private final FetchRules rules;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Relationship> relationships = new ConcurrentHashMap<>();
    private final Set<String> underway = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant reloaded = Instant.MIN;

    /// @param own of this trust domain: it may vouch for an endpoint too
    /// @param random safe for several threads
    public FederationPoller(
            Federations federations,
            BundleSource source,
            OwnBundle own,
            FetchRules rules,
            InstantSource clock,
            RandomGenerator random) {
        this.federations = federations;
        this.source = source;
        this.own = own;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    public void start() {
        Thread.ofVirtual().name("federation").start(this::run);
    }

    /// The last good bundle of each federated trust domain, as far as there is one. Bundles are never merged.
    public Map<String, TrustBundle> bundles() {
        Map<String, TrustBundle> bundles = new HashMap<>();
        relationships.forEach(
                (name, relationship) -> relationship.bundle().ifPresent(bundle -> bundles.put(name, bundle)));
        return Map.copyOf(bundles);
    }

    /// By trust domain.
    public List<FederationStatus> statuses() {
        return relationships.values().stream()
                .map(Relationship::status)
                .sorted(Comparator.comparing(status -> status.federation().trustDomain()))
                .toList();
    }

    /// Calls `listener` after each change of what [#bundles] trusts, on the thread that noticed it; it must be quick.
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /// Fetches now and waits for it, unless it was tried a moment ago or is being tried.
    ///
    /// @return whether a fetch was made; [#statuses] tells how it went
    /// @throws FaultException NOT_FOUND for a trust domain without a federation
    public boolean refreshNow(String trustDomain) {
        Relationship relationship = relationships.get(trustDomain);
        if (relationship == null) {
            throw Faults.of(
                    FaultKind.NOT_FOUND, "there is no federation with " + trustDomain, "put one, or correct the name");
        }
        if (!relationship.schedule().mayRefresh(rules, clock.instant()) || !underway.add(trustDomain)) {
            return false;
        }
        fetch(trustDomain);
        return true;
    }

    /// Takes up at once what was put or deleted; call it after either.
    ///
    /// @throws FaultException of the store
    public void reload() {
        if (takeUp()) {
            changed();
        }
    }

    /// @return whether other bundles are trusted now
    private synchronized boolean takeUp() {
        reloaded = clock.instant();
        boolean changed = false;
        Set<String> present = new HashSet<>();
        for (Federation federation : federations.list()) {
            present.add(federation.trustDomain());
            Relationship known = relationships.get(federation.trustDomain());
            if (known == null || !known.federation().equals(federation)) {
                var bundle = federations.lastBundle(federation.trustDomain()).or(federation::firstBundle);
                relationships.put(
                        federation.trustDomain(), Relationship.start(federation, bundle, rules, clock.instant()));
                changed |=
                        bundle.isPresent() || (known != null && known.bundle().isPresent());
            }
        }
        for (String gone : Set.copyOf(relationships.keySet())) {
            if (!present.contains(gone)) {
                Relationship dropped = relationships.remove(gone);
                changed |= dropped != null && dropped.bundle().isPresent();
            }
        }
        return changed;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            do {
                tick();
            } while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        try {
            if (isReloadDue()) {
                reload();
            }
        } catch (RuntimeException unreadable) {
            LOG.warnf("federations not read %s=%s", LogKeys.REASON, unreadable.getMessage());
        }
        Instant now = clock.instant();
        relationships.forEach((name, relationship) -> {
            if (relationship.schedule().isDue(now) && underway.add(name)) {
                Thread.ofVirtual().name("federation-" + name).start(() -> fetch(name));
            }
        });
    }

    private synchronized boolean isReloadDue() {
        Instant now = clock.instant();
        return now.isBefore(reloaded) || !now.isBefore(reloaded.plus(rules.reload()));
    }

    /// The caller has put the name into `underway`.
    private void fetch(String name) {
        try {
            Relationship before = relationships.get(name);
            if (before != null) {
                fetch(before);
            }
        } finally {
            underway.remove(name);
        }
    }

    private void fetch(Relationship before) {
        try {
            TrustBundle fresh = source.fetch(before.federation(), known());
            succeed(before, before.succeeded(fresh, rules, clock.instant()), fresh);
        } catch (FaultException failed) {
            fail(before, failed.fault().detail());
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "federated bundle not fetched %s=%s", LogKeys.PEER, name(before));
            fail(before, "internal error");
        }
    }

    private void succeed(Relationship before, Relationship after, TrustBundle fresh) {
        if (!relationships.replace(name(before), before, after)) {
            // The federation was put anew or deleted in the meantime: what came is not what is wanted now.
            return;
        }
        if (!before.bundle().equals(after.bundle())) {
            save(after.federation(), fresh);
        }
        if (before.bundle().filter(fresh::trustsTheSame).isEmpty()) {
            LOG.infof("federated bundle changed %s=%s sequence=%d", LogKeys.PEER, name(before), fresh.sequence());
            changed();
        }
    }

    private void fail(Relationship before, String why) {
        LOG.warnf("federated bundle not fetched %s=%s %s=%s", LogKeys.PEER, name(before), LogKeys.REASON, why);
        relationships.replace(name(before), before, before.failed(why, rules, random, clock.instant()));
    }

    private Map<String, TrustBundle> known() {
        Map<String, TrustBundle> known = new HashMap<>(bundles());
        try {
            TrustBundle mine = own.current();
            known.put(mine.trustDomain(), mine);
        } catch (FaultException none) {
            LOG.debugf("own bundle missing %s=%s", LogKeys.REASON, none.getMessage());
        }
        return known;
    }

    /// A bundle that can't be saved is used all the same; the next change is saved again.
    private void save(Federation federation, TrustBundle bundle) {
        try {
            federations.saveBundle(federation, bundle);
        } catch (FaultException unsaved) {
            LOG.warnf(
                    "federated bundle not saved %s=%s %s=%s",
                    LogKeys.PEER, bundle.trustDomain(), LogKeys.REASON, unsaved.getMessage());
        }
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    private static String name(Relationship relationship) {
        return relationship.federation().trustDomain();
    }
}
