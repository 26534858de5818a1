package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.health.Cause;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.registry.health.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All instances that this cell knows of, its own and the replicated ones, in memory.
///
/// Every change gets the next local revision, and an entry stands in the revision index once, at
/// its last change. So
/// "what changed since R" is a range read that never overflows, and a slow reader sees changes
/// coalesced. Readers of entries take no lock; writers, and readers of changes, take one for a few microseconds.
public final class Catalogue {
    private final CellId self;
    private final long incarnation;
    private final HybridLogicalClock clock;
    private final CatalogueLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentSkipListMap<InstanceKey, Entry> entries = new ConcurrentSkipListMap<>();
    /// Guarded by the lock.
    private final NavigableMap<Long, Entry> byRevision = new TreeMap<>();
    private final Map<CellId, Origin> origins = new ConcurrentHashMap<>();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final Tombstones tombstones = new Tombstones();
    /// Own records that a peer remembered for us and that this process has not written since.
    private final Set<InstanceKey> recovered = new HashSet<>();
    private volatile long revision;
    private volatile long compacted;
    private long live;
    /// Own live instances of each tenant, so that none takes the room of all.
    private final Map<TenantId, Integer> ownOfTenant = new HashMap<>();

    /// @param incarnation distinguishes this process's revisions from those of an earlier one
    public Catalogue(CellId self, long incarnation, HybridLogicalClock clock, CatalogueLimits limits) {
        this.self = self;
        this.incarnation = incarnation;
        this.clock = clock;
        this.limits = limits;
    }

    /// Hears of changes after they are visible; called on the writer's thread, so it only signals.
    @FunctionalInterface
    public interface ChangeListener {
        void changed();
    }

    /// Refuses a packed stamp from the far future; 0 is "not given".
    public void requireBelievable(long packedStamp) {
        clock.requireBelievable(new HlcTimestamp(packedStamp));
    }

    public CellId self() {
        return self;
    }

    public long incarnation() {
        return incarnation;
    }

    public long revision() {
        return revision;
    }

    /// Registers or replaces an own instance.
    public Registered register(Registration registration, @Nullable Verdict initial) {
        limits.check(registration);
        InstanceKey key = ownKey(registration);
        lock.lock();
        try {
            Entry current = entries.get(key);
            if (current != null && registration.equals(current.registration())) {
                return new Registered(written(current), Registered.Outcome.UNCHANGED);
            }
            boolean created = current == null || current.deleted();
            if (created) {
                requireRoom(registration.tenant());
            }
            recovered.remove(key);
            HlcTimestamp stamp = clock.now();
            Verdict verdict = created ? (initial == null ? Verdict.unknown(stamp.instant()) : initial) : null;
            Entry joined = join(current, new Delta(key, stamp, false, registration, stamp, verdict));
            return new Registered(joined, created ? Registered.Outcome.CREATED : Registered.Outcome.UPDATED);
        } finally {
            unlockAndSignal();
        }
    }

    /// An own record that came back from a peer and is now registered again as it is: from here on this process is its
    /// writer, and no older tombstone may remove it.
    private Entry written(Entry current) {
        if (!recovered.remove(current.key())) {
            return current;
        }
        Registration same = current.registration();
        return join(current, new Delta(current.key(), clock.now(), false, same, HlcTimestamp.ZERO, null));
    }

    /// Refuses what [#register] would refuse, before anything of it is kept elsewhere.
    public void requireAdmissible(Registration registration) {
        limits.check(registration);
        lock.lock();
        try {
            Entry current = entries.get(ownKey(registration));
            if (current == null || current.deleted()) {
                requireRoom(registration.tenant());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes over a declared instance from the durable store. It was admitted once; that a limit has been lowered since
    /// does not remove it.
    public Entry restore(Registration registration) {
        lock.lock();
        try {
            InstanceKey key = ownKey(registration);
            Entry current = entries.get(key);
            if (current != null && registration.equals(current.registration())) {
                return written(current);
            }
            recovered.remove(key);
            HlcTimestamp stamp = clock.now();
            Verdict verdict = current == null || current.deleted() ? Verdict.unknown(stamp.instant()) : null;
            return join(current, new Delta(key, stamp, false, registration, stamp, verdict));
        } finally {
            unlockAndSignal();
        }
    }

    /// Whether this is an own record that only a peer remembered, and that this process has not written since.
    public boolean isRecovered(InstanceKey key) {
        lock.lock();
        try {
            return recovered.contains(key);
        } finally {
            lock.unlock();
        }
    }

    /// Takes over a tombstone of an earlier life, so that a peer which missed it can't bring the instance back. A later
    /// registration that only peers remember still counts.
    public void restoreRemoval(InstanceKey key, HlcTimestamp at) {
        lock.lock();
        try {
            Entry current = entries.get(key);
            HlcTimestamp now = clock.now();
            if (current == null || recovered.contains(key)) {
                // A stamp from the future is of a clock that has been set back since: what is registered from now on
                // must win, so the removal counts as made now, by this process.
                boolean ahead = at.isAfter(now);
                if (ahead) {
                    recovered.remove(key);
                } else {
                    recovered.add(key);
                }
                join(current, new Delta(key, ahead ? now : at, true, null, HlcTimestamp.ZERO, null));
            }
        } finally {
            unlockAndSignal();
        }
    }

    /// Call with the lock held.
    private void requireRoom(TenantId tenant) {
        limits.instances().check("instance", live + 1);
        limits.tenantInstances().check("instance", ownOfTenant.getOrDefault(tenant, 0) + 1L);
    }

    private InstanceKey ownKey(Registration registration) {
        return new InstanceKey(self, registration.tenant(), registration.service(), registration.instance());
    }

    /// Removes an own instance, leaving a tombstone. Empty if there was none.
    public Optional<Entry> deregister(InstanceKey key) {
        lock.lock();
        try {
            Entry current = entries.get(key);
            if (current == null || current.deleted()) {
                return Optional.empty();
            }
            recovered.remove(key);
            join(current, new Delta(key, clock.now(), true, null, HlcTimestamp.ZERO, null));
            return Optional.of(current);
        } finally {
            unlockAndSignal();
        }
    }

    /// Sets the verdict of an own instance; ignored if it is gone.
    public void judge(InstanceKey key, Verdict verdict) {
        lock.lock();
        try {
            Entry current = entries.get(key);
            if (current != null && !current.deleted()) {
                join(current, new Delta(key, HlcTimestamp.ZERO, false, null, clock.now(), verdict));
            }
        } finally {
            unlockAndSignal();
        }
    }

    /// Joins what a peer sent.
    ///
    /// @return the entries that changed, as they are now; a stamp from the far future is refused
    ///     with CLOCK_SKEW and
    ///     nothing of `deltas` is applied
    public List<Entry> join(List<Delta> deltas) {
        HlcTimestamp newest = HlcTimestamp.ZERO;
        for (Delta delta : deltas) {
            newest = delta.newest().isAfter(newest) ? delta.newest() : newest;
        }
        if (newest.isAfter(HlcTimestamp.ZERO)) {
            clock.receive(newest);
        }
        List<Entry> changed = new ArrayList<>();
        lock.lock();
        try {
            for (Delta delta : deltas) {
                Entry current = entries.get(delta.key());
                Delta admitted = delta.key().cell().equals(self) ? ownFromPeer(current, delta) : delta;
                Entry joined = Join.join(current, admitted, revision + 1);
                if (joined != null && joined != current) {
                    replace(current, joined);
                    changed.add(joined);
                }
            }
        } finally {
            unlockAndSignal();
        }
        return changed;
    }

    /// What a peer remembers of our own records counts only for those that this process has not
    /// written itself: after
    /// a restart with a wall clock set back, an old copy may carry the higher stamp. Ours is then
    /// stamped anew.
    private Delta ownFromPeer(@Nullable Entry current, Delta delta) {
        if (current == null || recovered.contains(delta.key())) {
            recovered.add(delta.key());
            // Health is judged by the owner, and it has not looked yet in this life: an earlier verdict is void.
            boolean appears = delta.registration() != null && (current == null || current.deleted());
            HlcTimestamp now = clock.now();
            return new Delta(
                    delta.key(),
                    delta.registrationStamp(),
                    delta.deleted(),
                    delta.registration(),
                    appears ? now : HlcTimestamp.ZERO,
                    appears ? recoveredVerdict(now.instant()) : null);
        }
        // Each register by its own stamp: the verdict of an unchanged record is always later than its registration.
        boolean behind =
                (delta.carriesRegistration() && delta.registrationStamp().isAfter(current.registrationStamp()))
                        || (delta.verdict() != null && delta.verdictStamp().isAfter(current.verdictStamp()));
        if (!behind) {
            return new Delta(delta.key(), HlcTimestamp.ZERO, false, null, HlcTimestamp.ZERO, null);
        }
        HlcTimestamp stamp = clock.now();
        return new Delta(
                delta.key(),
                stamp,
                current.deleted(),
                current.registration(),
                stamp,
                current.deleted() ? null : current.verdict());
    }

    private static Verdict recoveredVerdict(Instant at) {
        return new Verdict(
                HealthState.SUSPECT,
                Cause.OBSERVER,
                "its cell restarted and has not observed it since; the registration came back from a peer",
                at,
                List.of(),
                HealthState.UNKNOWN);
    }

    private Entry join(@Nullable Entry current, Delta delta) {
        Entry joined = Join.join(current, delta, revision + 1);
        if (joined == null) {
            throw new IllegalStateException("own delta without registration: " + delta.key());
        }
        if (joined != current) {
            replace(current, joined);
        }
        return joined;
    }

    private void replace(@Nullable Entry before, Entry after) {
        Origin origin = origins.computeIfAbsent(after.key().cell(), cell -> new Origin());
        if (before != null) {
            origin.remove(before);
            count(before, -1);
        }
        origin.add(after);
        count(after, 1);
        byRevision.put(after.revision(), after);
        entries.put(after.key(), after);
        if (before != null) {
            byRevision.remove(before.revision());
        }
        if (after.deleted()) {
            tombstones.add(after.key(), clock.now().instant());
        } else {
            tombstones.remove(after.key());
        }
        revision = after.revision();
    }

    private void count(Entry entry, int by) {
        if (entry.deleted()) {
            return;
        }
        live += by;
        if (entry.key().cell().equals(self)) {
            ownOfTenant.merge(entry.key().tenant(), by, (had, more) -> had + more == 0 ? null : had + more);
        }
    }

    private void unlockAndSignal() {
        boolean outermost = lock.getHoldCount() == 1;
        lock.unlock();
        if (outermost) {
            for (ChangeListener listener : listeners) {
                listener.changed();
            }
        }
    }

    /// What changed after `cursor`, oldest change first, at most `max` entries. Includes tombstones.
    public Changes changesAfter(long cursor, int max) {
        List<Entry> found = new ArrayList<>();
        // Locked, since an entry must not move to a later place while we pass: a reader of deltas would take the later
        // change for the only one and never learn of the earlier.
        lock.lock();
        try {
            for (Entry entry : byRevision.tailMap(cursor, false).values()) {
                if (found.size() == max) {
                    return new Changes(found, found.getLast().revision(), true);
                }
                found.add(entry);
            }
            return new Changes(found, revision, false);
        } finally {
            lock.unlock();
        }
    }

    /// Whether a reader at `cursor` of `ofIncarnation` can go on from there without missing a removal.
    public boolean resumable(long ofIncarnation, long cursor) {
        return ofIncarnation == incarnation && cursor >= compacted && cursor <= revision;
    }

    public @Nullable Entry get(InstanceKey key) {
        return entries.get(key);
    }

    /// Live entries from `after` (exclusive; null: from the start), in key order.
    public Stream<Entry> scan(Selector selector, @Nullable InstanceKey after) {
        return KeyRange.of(selector, after).over(entries).filter(entry -> !entry.deleted() && selector.matches(entry));
    }

    /// Tombstones, in key order; of the selector tenant, service and cell count.
    public Stream<Entry> removed(Selector selector) {
        return KeyRange.of(selector, null)
                .over(entries)
                .filter(entry -> entry.deleted() && selector.matchesKey(entry.key()));
    }

    /// All of one owner's entries, tombstones too.
    public Stream<Entry> ofOrigin(CellId cell) {
        return entries.values().stream().filter(entry -> entry.key().cell().equals(cell));
    }

    public long[] digest(CellId origin) {
        lock.lock();
        try {
            Origin known = origins.get(origin);
            return known == null ? new long[Digest.BUCKETS] : known.digest();
        } finally {
            lock.unlock();
        }
    }

    public Map<CellId, OriginSummary> origins() {
        lock.lock();
        try {
            Map<CellId, OriginSummary> result = new HashMap<>();
            origins.forEach((cell, origin) -> result.put(cell, origin.summary()));
            return result;
        } finally {
            lock.unlock();
        }
    }

    /// Asked for each record that is sent, so it takes no lock.
    public @Nullable Instant staleSince(CellId origin) {
        Origin known = origins.get(origin);
        return known == null ? null : known.staleSince();
    }

    /// Marks an owner's records as stale, or as fresh again (null), and tells every watcher.
    /// Nothing is dropped.
    public void markStale(CellId cell, @Nullable Instant since) {
        lock.lock();
        try {
            Origin origin = origins.computeIfAbsent(cell, key -> new Origin());
            if ((origin.staleSince() == null) == (since == null)) {
                return;
            }
            origin.staleSince(since);
            for (Entry entry : ofOrigin(cell).filter(e -> !e.deleted()).toList()) {
                replace(entry, entry.touched(revision + 1));
            }
        } finally {
            unlockAndSignal();
        }
    }

    /// Drops entries that their owner no longer has and whose tombstone was missed. What is left
    /// has the lowest stamp, so
    /// that a copy which comes back after all (the owner may recover it from another cell) is
    /// taken again.
    public void forget(List<InstanceKey> keys) {
        lock.lock();
        try {
            for (InstanceKey key : keys) {
                Entry entry = entries.get(key);
                if (entry != null && !entry.deleted() && !key.cell().equals(self)) {
                    long next = revision + 1;
                    HlcTimestamp never = HlcTimestamp.ZERO;
                    replace(entry, new Entry(key, null, never, entry.verdict(), never, next, next, next));
                }
            }
        } finally {
            unlockAndSignal();
        }
    }

    /// Drops tombstones that are old enough, or too many. Readers behind them must start afresh.
    public void compact(Instant now) {
        lock.lock();
        try {
            for (InstanceKey key : tombstones.expired(
                    now.minus(limits.tombstoneTtl()), limits.tombstones().max())) {
                Entry entry = entries.get(key);
                if (entry != null && entry.deleted()) {
                    entries.remove(key);
                    byRevision.remove(entry.revision());
                    compacted = Math.max(compacted, entry.revision());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    public void listen(ChangeListener listener) {
        listeners.add(listener);
    }

    public void unlisten(ChangeListener listener) {
        listeners.remove(listener);
    }
}
