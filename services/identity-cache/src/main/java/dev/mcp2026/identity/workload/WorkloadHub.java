package dev.mcp2026.identity.workload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.mcp2026.identity.authority.Issued;
import dev.mcp2026.identity.bundle.Bundles;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryIndex;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.limit.Places;
import dev.mcp2026.spiffe.ChainPruner;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.Svid;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings entries, SVIDs and bundles together for each kind of caller, and tells subscribers when one of them changes.
public final class WorkloadHub implements Workloads, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkloadHub.class);
    private static final Duration SETTLE_EVERY = Duration.ofSeconds(1);
    private static final Duration RENEWALS_WITHIN = Duration.ofMillis(100);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final EntryIndex index;
    private final SvidCache cache;
    private final Bundles bundles;
    private final HubSettings settings;
    private final Cache<Set<Selector>, CallerKind> kinds;
    private final Map<EntryName, Set<CallerKind>> byEntry = new ConcurrentHashMap<>();
    private final Map<Selector, Set<CallerKind>> bySelector = new ConcurrentHashMap<>();
    private final Places open;
    /// Kinds that have come, gone or changed since the last [#settle].
    private final Set<CallerKind> unsettled = ConcurrentHashMap.newKeySet();
    /// Kinds that are about to be told of renewals.
    private final Set<CallerKind> renewed = ConcurrentHashMap.newKeySet();
    /// As they are sent, by what the cache has.
    private final Cache<Svid, Sent> sent =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    /// What the cache keeps for each; the settling thread's alone.
    private final Map<CallerKind, Set<Entry>> pinned = new ConcurrentHashMap<>();
    private @Nullable Thread settler;

    private record Sent(Svid svid, List<X509Certificate> anchors) {}

    public WorkloadHub(EntryIndex index, SvidCache cache, Bundles bundles, HubSettings settings) {
        this.index = index;
        this.cache = cache;
        this.bundles = bundles;
        this.settings = settings;
        this.open = new Places(settings.subscriptions());
        this.kinds = Caffeine.newBuilder()
                .maximumWeight(settings.kinds().max())
                .weigher((Set<Selector> selectors, CallerKind kind) -> kind.places() > 0 ? 0 : 1)
                .expireAfter(Expiry.writing(
                        (Set<Selector> selectors, CallerKind kind) -> kind.places() > 0 ? FOR_EVER : settings.idle()))
                .executor(Runnable::run)
                .evictionListener((@Nullable Set<Selector> selectors, @Nullable CallerKind kind, RemovalCause cause) ->
                        dropped(kind))
                .build();
    }

    @Override
    public Subscription subscribe(Caller caller, Consumer<WorkloadUpdate> listener) {
        open.take("subscription");
        CallerKind kind = java.util.Objects.requireNonNull(kinds.asMap().compute(caller.selectors(), (key, known) -> {
            CallerKind there = known == null ? opened(key) : known;
            there.take(1);
            return there;
        }));
        Subscriber subscriber = new Subscriber(listener);
        kind.add(subscriber);
        if (kind.places() > settings.perCaller().max()) {
            leave(kind, subscriber);
            settings.perCaller().check("subscription", settings.perCaller().max() + 1L);
        }
        unsettled.add(kind);
        CallerKind.Published known = kind.published();
        if (known != null && isCurrent(known.update())) {
            subscriber.offer(known.number(), known.update());
        } else {
            refresh(kind);
        }
        return () -> leave(kind, subscriber);
    }

    private CallerKind opened(Set<Selector> selectors) {
        CallerKind kind = new CallerKind(selectors);
        selectors.forEach(selector -> add(bySelector, selector, kind));
        return kind;
    }

    private void dropped(@Nullable CallerKind kind) {
        if (kind == null) {
            return;
        }
        kind.selectors.forEach(selector -> drop(bySelector, selector, kind));
        kind.entries().forEach(entry -> drop(byEntry, entry.key(), kind));
    }

    /// In one step, as [#drop]: added to a set that is just dropped, a kind would never be told again.
    private static <K> void add(Map<K, Set<CallerKind>> map, K key, CallerKind kind) {
        map.compute(key, (name, there) -> {
            Set<CallerKind> kinds = there == null ? ConcurrentHashMap.newKeySet() : there;
            kinds.add(kind);
            return kinds;
        });
    }

    private static <K> void drop(Map<K, Set<CallerKind>> map, K key, CallerKind kind) {
        map.computeIfPresent(key, (name, there) -> {
            there.remove(kind);
            return there.isEmpty() ? null : there;
        });
    }

    /// Each SVID in it is the one that the cache would give now.
    private boolean isCurrent(WorkloadUpdate update) {
        if (update.failure().isPresent()) {
            return false;
        }
        for (WorkloadSvid one : update.svids()) {
            CompletableFuture<Issued> cached = cache.get(one.entry());
            if (!cached.isDone()
                    || cached.isCompletedExceptionally()
                    || cached.join().svid().key() != one.svid().key()) {
                return false;
            }
        }
        return true;
    }

    private void leave(CallerKind kind, Subscriber subscriber) {
        if (!kind.remove(subscriber)) {
            return;
        }
        subscriber.close();
        open.leave();
        kinds.asMap().computeIfPresent(kind.selectors, (key, known) -> {
            kind.take(-1);
            return known;
        });
        unsettled.add(kind);
    }

    public void start() {
        settler = Thread.ofVirtual().name("workload-settling").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.sleep(SETTLE_EVERY);
                    settle();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Makes the cache keep what kinds with subscribers have, and nothing else. Not at each subscription: most fetch
    /// once and go.
    void settle() {
        int refused = 0;
        String reason = "";
        for (CallerKind kind : List.copyOf(unsettled)) {
            unsettled.remove(kind);
            try {
                settle(kind);
            } catch (FaultException e) {
                unsettled.add(kind);
                refused++;
                reason = e.fault().detail();
            } catch (RuntimeException e) {
                LOG.errorf(e, "SVIDs not kept");
            }
        }
        if (refused > 0) {
            LOG.warnf("SVIDs not kept, trying again callers=%d reason=%s", refused, reason);
        }
    }

    private void settle(CallerKind kind) {
        Set<Entry> wanted = kind.places() > 0 ? new LinkedHashSet<>(kind.entries()) : Set.of();
        Set<Entry> had = pinned.getOrDefault(kind, Set.of());
        Set<Entry> keeps = new LinkedHashSet<>();
        for (Entry entry : had) {
            if (wanted.contains(entry)) {
                keeps.add(entry);
            } else {
                // First, so that one that takes another's place finds it free.
                cache.unsubscribe(entry);
            }
        }
        try {
            for (Entry entry : wanted) {
                if (!had.contains(entry)) {
                    cache.subscribe(entry);
                    keeps.add(entry);
                }
            }
        } finally {
            if (keeps.isEmpty()) {
                pinned.remove(kind);
            } else {
                pinned.put(kind, keeps);
            }
        }
    }

    private void refresh(CallerKind kind) {
        List<Entry> entries;
        long number;
        // What has the higher number was read later, also of two that do this at once.
        synchronized (kind.reading) {
            List<Entry> before = kind.entries();
            entries = index.matching(kind.selectors);
            number = kind.begin(entries);
            entries.forEach(entry -> add(byEntry, entry.key(), kind));
            Set<EntryName> now = new HashSet<>();
            entries.forEach(entry -> now.add(entry.key()));
            before.stream()
                    .filter(entry -> !now.contains(entry.key()))
                    .forEach(entry -> drop(byEntry, entry.key(), kind));
        }
        unsettled.add(kind);
        List<CompletableFuture<Issued>> issues =
                entries.stream().map(cache::get).toList();
        CompletableFuture.allOf(issues.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> publish(kind, number, entries, issues));
    }

    private void publish(CallerKind kind, long number, List<Entry> entries, List<CompletableFuture<Issued>> issues) {
        try {
            WorkloadUpdate update = update(entries, issues);
            kind.publish(number, update).forEach(subscriber -> subscriber.offer(number, update));
        } catch (FaultException e) {
            LOG.warnf("nothing to hand out yet reason=%s", e.fault().detail());
        }
    }

    private WorkloadUpdate update(List<Entry> entries, List<CompletableFuture<Issued>> issues) {
        TrustBundle own = bundles.own();
        List<WorkloadSvid> svids = new ArrayList<>();
        Optional<Fault> failure = Optional.empty();
        for (int i = 0; i < entries.size(); i++) {
            try {
                svids.add(new WorkloadSvid(
                        entries.get(i), sent(issues.get(i).join().svid(), own)));
            } catch (CompletionException e) {
                failure = Optional.of(fault(e.getCause()));
            }
        }
        Map<String, TrustBundle> known = bundles.federated();
        Set<String> wanted = new java.util.TreeSet<>();
        entries.forEach(entry -> wanted.addAll(entry.federatesWith()));
        List<TrustBundle> federated = wanted.stream()
                .map(known::get)
                .filter(java.util.Objects::nonNull)
                .toList();
        return new WorkloadUpdate(svids, own, federated, svids.isEmpty() ? failure : Optional.empty());
    }

    /// Without the root, where an upstream sends it along: that is what the bundle has. To find that out takes two
    /// signatures' verification, so it is remembered.
    private Svid sent(Svid svid, TrustBundle own) {
        List<X509Certificate> anchors = own.x509Authorities();
        Sent known = sent.getIfPresent(svid);
        if (known == null || !known.anchors().equals(anchors)) {
            List<X509Certificate> chain =
                    ChainPruner.prune(svid.chain(), anchors).chain();
            known = new Sent(new Svid(svid.id(), chain, svid.key()), anchors);
            sent.put(svid, known);
        }
        return known.svid();
    }

    private static Fault fault(@Nullable Throwable cause) {
        return cause instanceof FaultException known
                ? known.fault()
                : new Fault(FaultKind.INTERNAL, null, "the SVID could not be issued", "look at the cache's log");
    }

    /// An entry came, went or is another now.
    public void entryChanged(Optional<Entry> before, Optional<Entry> after) {
        Set<CallerKind> affected = new HashSet<>();
        before.ifPresent(entry -> affected.addAll(byEntry.getOrDefault(entry.key(), Set.of())));
        after.ifPresent(entry -> affected.addAll(matching(entry)));
        affected.forEach(this::changed);
        before.filter(entry -> after.isEmpty() || !after.get().equals(entry)).ifPresent(cache::forget);
    }

    private List<CallerKind> matching(Entry entry) {
        Set<CallerKind> fewest = null;
        for (Selector selector : entry.selectors()) {
            Set<CallerKind> there = bySelector.getOrDefault(selector, Set.of());
            if (fewest == null || there.size() < fewest.size()) {
                fewest = there;
            }
        }
        return fewest == null
                ? List.of()
                : fewest.stream()
                        .filter(kind -> kind.selectors.containsAll(entry.selectors()))
                        .toList();
    }

    /// The cache has another SVID for an entry with subscribers, or none any more.
    ///
    /// Told on after a moment: where a caller's thousand SVIDs are renewed one by one, it is told of many at once.
    public void renewed(Entry entry) {
        for (CallerKind kind : byEntry.getOrDefault(entry.key(), Set.of())) {
            kind.outdate();
            if (renewed.add(kind)) {
                Thread.ofVirtual().name("workload-renewal").start(() -> tellOfRenewals(kind));
            }
        }
    }

    private void tellOfRenewals(CallerKind kind) {
        try {
            Thread.sleep(RENEWALS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        renewed.remove(kind);
        changed(kind);
    }

    /// Bundles are others now: everyone is told.
    public void bundlesChanged() {
        kinds.asMap().values().forEach(this::changed);
    }

    private void changed(CallerKind kind) {
        kind.outdate();
        if (kind.places() > 0) {
            refresh(kind);
        }
    }

    /// Subscriptions that are open and have this entry's SVID.
    public int streams(Entry entry) {
        return byEntry.getOrDefault(entry.key(), Set.of()).stream()
                .mapToInt(CallerKind::places)
                .sum();
    }

    /// Subscriptions that are open.
    public int subscriptions() {
        return open.taken();
    }

    @Override
    public void close() {
        Thread thread = settler;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
