package dev.mcp2026.coordinator.drive;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Lease;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Lookup;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What a store has, and its rules, in memory.
final class SimTables {
    private record Living(Duration ttl, long endNanos) {}

    private final LongSupplier nanos;
    private final int page;
    private final NavigableMap<Key, Entry> entries = new TreeMap<>();
    private final Map<LeaseId, Living> leases = new TreeMap<>((a, b) -> Long.compare(a.value(), b.value()));
    private long revision;
    private long granted;

    /// @param page entries at most in one answer
    SimTables(LongSupplier nanos, int page) {
        this.nanos = nanos;
        this.page = page;
    }

    SimTables copy() {
        SimTables copy = new SimTables(nanos, page);
        copy.entries.putAll(entries);
        copy.revision = revision;
        return copy;
    }

    long revision() {
        return revision;
    }

    /// Ends leases whose time is over; before anybody looks.
    void expire() {
        long now = nanos.getAsLong();
        List.copyOf(leases.keySet()).stream()
                .filter(lease -> leases.get(lease).endNanos() < now)
                .forEach(this::end);
    }

    private void end(LeaseId lease) {
        leases.remove(lease);
        if (entries.values().removeIf(entry -> entry.lease().equals(lease))) {
            revision++;
        }
    }

    @Nullable
    Entry entry(Key key) {
        return entries.get(key);
    }

    boolean hasAny(String prefix) {
        Key first = entries.ceilingKey(new Key(prefix));
        return first != null && first.value().startsWith(prefix);
    }

    Lookup get(Key key) {
        return new Lookup(Optional.ofNullable(entries.get(key)), new Revision(revision), false);
    }

    RangePage range(RangeQuery query) {
        List<Entry> found = new ArrayList<>();
        int limit = Math.min(page, query.limit());
        for (Entry entry : under(query.prefix(), query.after())) {
            if (found.size() == limit) {
                return new RangePage(found, true, new Revision(revision), false);
            }
            found.add(entry);
        }
        return new RangePage(found, false, new Revision(revision), false);
    }

    List<Entry> under(KeyPrefix prefix, @Nullable Key after) {
        NavigableMap<Key, Entry> from =
                after == null ? entries.tailMap(new Key(prefix.value()), true) : entries.tailMap(after, false);
        return from.values().stream()
                .takeWhile(entry -> entry.key().startsWith(prefix))
                .toList();
    }

    private boolean holds(Txn txn) {
        return txn.compares().stream().allMatch(compare -> compare.holds(entries.get(compare.key())));
    }

    /// Whether it would do what is to be done if its compares hold.
    boolean wouldDo(Txn txn) {
        return holds(txn) && leasesLive(txn.then());
    }

    private boolean leasesLive(List<Op> ops) {
        return ops.stream()
                .allMatch(op -> !(op instanceof Op.Put put) || put.lease().isNone() || leases.containsKey(put.lease()));
    }

    TxnResult txn(Txn txn) {
        boolean done = holds(txn);
        List<Op> ops = done ? txn.then() : txn.orElse();
        if (!leasesLive(ops)) {
            throw noSuchLease();
        }
        List<Optional<Entry>> read = new ArrayList<>();
        int before = entries.size();
        boolean changes = ops.stream().anyMatch(op -> !(op instanceof Op.Get));
        long at = changes ? ++revision : revision;
        for (Op op : ops) {
            switch (op) {
                case Op.Put put -> entries.compute(put.key(), (key, old) -> written(put, old, new Revision(at)));
                case Op.Delete delete -> entries.remove(delete.key());
                case Op.DeletePrefix delete -> entries.keySet().removeIf(key -> key.startsWith(delete.prefix()));
                case Op.Get get -> read.add(Optional.ofNullable(entries.get(get.key())));
            }
        }
        return new TxnResult(done, new Revision(revision), read, Math.max(0, before - entries.size()));
    }

    private static Entry written(Op.Put put, @Nullable Entry old, Revision at) {
        return old == null
                ? new Entry(put.key(), put.value(), at, at, 1, put.lease())
                : new Entry(put.key(), put.value(), old.created(), at, old.version() + 1, put.lease());
    }

    Lease grant(Duration ttl) {
        LeaseId id = new LeaseId(++granted);
        leases.put(id, new Living(ttl, nanos.getAsLong() + ttl.toNanos()));
        return new Lease(id, ttl);
    }

    Lease keepAlive(LeaseId id) {
        Living living = leases.get(id);
        if (living == null) {
            throw noSuchLease();
        }
        leases.put(id, new Living(living.ttl(), nanos.getAsLong() + living.ttl().toNanos()));
        return new Lease(id, living.ttl());
    }

    boolean revoke(LeaseId id) {
        if (!leases.containsKey(id)) {
            throw noSuchLease();
        }
        end(id);
        return true;
    }

    private static RuntimeException noSuchLease() {
        return Faults.of(FaultKind.NOT_FOUND, "the lease does not exist or has expired", "grant a new one");
    }
}
