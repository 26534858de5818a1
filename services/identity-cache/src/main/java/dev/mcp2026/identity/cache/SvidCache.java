package dev.mcp2026.identity.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.Issued;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// SVIDs by entry, each tenant's in a partition of its own: nothing is ever looked up but in the entry's own tenant's.
///
/// One that nobody is subscribed to is served for [L1Settings#ttl] and then issued anew when it is asked for. One with
/// subscribers stays, and is issued anew when its authority said so, at half of its life as a rule. Any number of calls
/// for one entry make one call to the authority. Where that does not answer, what is here is served as long as it is
/// valid.
public final class SvidCache implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SvidCache.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final double RENEWAL_JITTER = 0.1;
    private static final int MAX_DOUBLINGS = 16;

    private final Authority authority;
    private final L1Settings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final CacheEvents events;
    private final Map<TenantId, Partition> partitions = new ConcurrentHashMap<>();
    private final Semaphore issues;
    /// Renewals in masses leave room for who waits for a first one.
    private final Semaphore renewals;
    private volatile Changed changed = entry -> {};
    private volatile boolean closed;
    private @Nullable Thread sweeper;

    /// Hears that an entry with subscribers has a new SVID, or none any more.
    public interface Changed {
        void changed(Entry entry);
    }

    private static final class Partition {
        final Cache<EntryName, SvidSlot> slots;
        /// How many subscribe to each; they outlast the slots, which come and go with entries' changes.
        final Map<Entry, Integer> subscribers = new ConcurrentHashMap<>();

        Partition(Cache<EntryName, SvidSlot> slots) {
            this.slots = slots;
        }

        SvidSlot slot(Entry entry) {
            return java.util.Objects.requireNonNull(slots.asMap()
                    .compute(
                            entry.key(),
                            (name, known) ->
                                    counted(known != null && known.entry.equals(entry) ? known : new SvidSlot(entry))));
        }

        SvidSlot counted(SvidSlot slot) {
            slot.subscribers(subscribers.getOrDefault(slot.entry, 0));
            return slot;
        }
    }

    public SvidCache(
            Authority authority, L1Settings settings, InstantSource clock, RandomGenerator random, CacheEvents events) {
        this.authority = authority;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.events = events;
        this.issues = new Semaphore((int) settings.issues().max());
        this.renewals = new Semaphore(Math.max(1, (int) settings.issues().max() / 2));
    }

    public void listen(Changed heard) {
        changed = heard;
    }

    public void start() {
        sweeper = Thread.ofVirtual().name("svid-renewal").start(this::sweep);
    }

    private Partition partition(TenantId tenant) {
        return partitions.computeIfAbsent(
                tenant,
                first -> new Partition(Caffeine.newBuilder()
                        .maximumWeight(settings.perTenant().max())
                        .weigher((EntryName name, SvidSlot slot) -> slot.subscribers() > 0 ? 0 : 1)
                        .expireAfter(Expiry.writing((EntryName name, SvidSlot slot) -> kept(slot)))
                        .executor(Runnable::run)
                        .build()));
    }

    /// As long as it can be of use: to its certificate's end, or for ever with subscribers.
    private Duration kept(SvidSlot slot) {
        Issued issued = slot.issued();
        if (slot.subscribers() > 0) {
            return Duration.ofDays(36_500);
        }
        Duration left = issued == null ? settings.ttl() : Duration.between(clock.instant(), issued.notAfter());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private SvidSlot slot(Entry entry) {
        return partition(entry.tenant()).slot(entry);
    }

    private @Nullable SvidSlot present(Entry entry) {
        SvidSlot known = partition(entry.tenant()).slots.getIfPresent(entry.key());
        return known != null && known.entry.equals(entry) ? known : null;
    }

    /// The entry's SVID: at once where it is cached and fresh.
    ///
    /// @return fails with the authority's FaultException where there is none to serve
    public CompletableFuture<Issued> get(Entry entry) {
        SvidSlot known = present(entry);
        return get(known == null ? slot(entry) : known, issues);
    }

    private CompletableFuture<Issued> get(SvidSlot slot, Semaphore permits) {
        return switch (slot.look(clock.instant(), settings.ttl(), settings.margin())) {
            case SvidSlot.Look.Fresh fresh -> {
                events.looked(CacheEvents.Result.HIT);
                yield CompletableFuture.completedFuture(fresh.issued());
            }
            case SvidSlot.Look.Stale stale -> {
                events.looked(CacheEvents.Result.STALE);
                yield CompletableFuture.completedFuture(stale.issued());
            }
            case SvidSlot.Look.Failed failed -> {
                events.looked(CacheEvents.Result.MISS);
                yield CompletableFuture.failedFuture(failed.cause());
            }
            case SvidSlot.Look.Missing _ -> {
                events.looked(CacheEvents.Result.MISS);
                yield slot.join(() -> Thread.ofVirtual().name("svid-issue").start(() -> issue(slot, permits)));
            }
        };
    }

    private void issue(SvidSlot slot, Semaphore permits) {
        permits.acquireUninterruptibly();
        try {
            long began = System.nanoTime();
            Issued next = authority.x509(slot.entry);
            events.issued(Duration.ofNanos(System.nanoTime() - began));
            succeeded(slot, next);
        } catch (Throwable e) {
            failed(slot, e);
        } finally {
            permits.release();
        }
    }

    private void succeeded(SvidSlot slot, Issued next) {
        Instant now = clock.instant();
        long early = (long) (Duration.between(now, next.renewAt()).toMillis() * RENEWAL_JITTER * random.nextDouble());
        CompletableFuture<Issued> waiting =
                slot.succeeded(next, now, next.renewAt().minusMillis(Math.max(0, early)));
        try {
            weigh(slot);
            if (slot.subscribers() > 0) {
                tell(slot.entry);
            }
        } finally {
            waiting.complete(next);
        }
    }

    private void failed(SvidSlot slot, Throwable cause) {
        events.failed();
        Instant now = clock.instant();
        long factor = 1L << Math.min(MAX_DOUBLINGS, slot.failures());
        Duration doubled = settings.retry().multipliedBy(factor);
        Duration pause = doubled.compareTo(settings.retryMax()) < 0 ? doubled : settings.retryMax();
        boolean withdrawn = isWithdrawal(cause) && slot.withdraw();
        CompletableFuture<Issued> waiting = slot.failed(cause, now, now.plus(pause));
        Issued known = slot.usable(now, settings.margin());
        LOG.warnf(
                "SVID not issued entry=%s retryIn=%s served=%s reason=%s",
                slot.entry.key(), pause, known == null ? "none" : "until " + known.notAfter(), cause.getMessage());
        if (known != null) {
            waiting.complete(known);
        } else {
            waiting.completeExceptionally(cause);
        }
        if (withdrawn && slot.subscribers() > 0) {
            tell(slot.entry);
        }
    }

    /// It answers, and says that there is none: that is not its being away.
    private static boolean isWithdrawal(Throwable cause) {
        return cause instanceof FaultException known && known.fault().kind() == FaultKind.NOT_FOUND;
    }

    /// What there is is good, whatever whoever hears of it makes of it.
    private void tell(Entry entry) {
        try {
            changed.changed(entry);
        } catch (RuntimeException e) {
            LOG.errorf(e, "told of an SVID in vain entry=%s", entry.key());
        }
    }

    /// Caffeine takes weight and time to live at a write.
    private void weigh(SvidSlot slot) {
        partition(slot.entry.tenant()).slots.asMap().computeIfPresent(slot.entry.key(), (name, known) -> known);
    }

    /// From now on the entry's SVID stays and is renewed, until as many [#unsubscribe]s.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException LIMIT_EXCEEDED where its tenant has too many
    public void subscribe(Entry entry) {
        Partition partition = partition(entry.tenant());
        int subscribers = partition.subscribers.merge(entry, 1, Integer::sum);
        int entries = partition.subscribers.size();
        if (subscribers == 1 && entries > settings.perTenant().max()) {
            unsubscribe(entry);
            settings.perTenant().check("entry", entries);
        }
        partition.slot(entry);
    }

    public void unsubscribe(Entry entry) {
        Partition partition = partition(entry.tenant());
        partition.subscribers.computeIfPresent(entry, (same, count) -> count > 1 ? count - 1 : null);
        partition.slots.asMap().computeIfPresent(entry.key(), (name, known) -> partition.counted(known));
    }

    /// The entry is gone, or another now. Who is subscribed to it stays so.
    public void forget(Entry entry) {
        partition(entry.tenant())
                .slots
                .asMap()
                .computeIfPresent(entry.key(), (name, known) -> known.entry.equals(entry) ? null : known);
    }

    /// Issues anew what has subscribers now, and the rest when it is asked for.
    ///
    /// @return how many are issued now
    public int renew(Predicate<Entry> which) {
        int count = 0;
        for (SvidSlot slot : all()) {
            if (which.test(slot.entry)) {
                slot.supersede();
                if (slot.subscribers() > 0) {
                    get(slot, renewals);
                    count++;
                }
            }
        }
        return count;
    }

    private List<SvidSlot> all() {
        List<SvidSlot> all = new ArrayList<>();
        partitions
                .values()
                .forEach(partition -> all.addAll(partition.slots.asMap().values()));
        return all;
    }

    private void sweep() {
        while (!closed) {
            try {
                Thread.sleep(SWEEP);
                sweepOnce();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "renewal failed, going on");
            }
        }
    }

    /// Renews what is due.
    void sweepOnce() {
        Instant now = clock.instant();
        for (SvidSlot slot : all()) {
            if (slot.subscribers() > 0
                    && slot.look(now, settings.ttl(), settings.margin()) instanceof SvidSlot.Look.Missing) {
                get(slot, renewals);
            }
        }
        partitions.values().forEach(this::restore);
    }

    /// Who read an entry before it changed may have asked for it afterwards, and so have taken the place of what has
    /// subscribers: it would not be renewed any more.
    private void restore(Partition partition) {
        for (Entry entry : partition.subscribers.keySet()) {
            SvidSlot there = partition.slots.getIfPresent(entry.key());
            if (there != null && !there.entry.equals(entry) && entry.changed().isAfter(there.entry.changed())) {
                get(partition.slot(entry), renewals);
            }
        }
    }

    /// What is cached of one entry.
    ///
    /// @param stale the authority did not answer when it was to be renewed
    public record Cached(Entry entry, Issued issued, Instant renewAt, int subscribers, boolean stale) {
        public Cached withSubscribers(int streams) {
            return new Cached(entry, issued, renewAt, streams, stale);
        }
    }

    /// All that is cached, in the order of entries' names.
    public List<Cached> cached(Predicate<Entry> which) {
        List<Cached> found = new ArrayList<>();
        for (SvidSlot slot : all()) {
            Issued issued = slot.issued();
            if (issued != null && which.test(slot.entry)) {
                found.add(new Cached(slot.entry, issued, slot.renewAt(), slot.subscribers(), slot.isStale()));
            }
        }
        found.sort((a, b) -> a.entry().key().compareTo(b.entry().key()));
        return found;
    }

    @Override
    public void close() {
        closed = true;
        Thread thread = sweeper;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
