package dev.mcp2026.coordinator.lra.record;

import dev.mcp2026.coordinator.log.Keys;
import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Relation;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/// Reads and writes long running actions. Requests are done at any coordinator; what participants answer is written by
/// the one that owns the shard, and by it alone.
public final class LraStore {
    private static final Limit TRIES = new Limit("writes of one LRA that others were faster at", 64, "tries");

    private static final Logger LOG = Logger.getLogger(LraStore.class);
    /// They may be large.
    private static final int PAGE = 64;

    private final Store store;
    private final Keys keys;
    private final Limit bytes;

    /// @param bytes of one LRA with all its participants
    public LraStore(Store store, CellId cell, Limit bytes) {
        this.store = store;
        this.keys = new Keys(cell);
        this.bytes = bytes;
    }

    /// @throws FaultException CONFLICT where the id is taken, by a chance of 2⁻⁵⁰
    public Stored create(Lra lra) {
        return created(lra, List.of(), List.of());
    }

    /// One within another: both are written, or neither.
    ///
    /// @param begun what becomes of the outer one; refuses what can't be done by a [FaultException]
    public Stored create(Lra lra, LraId outer, UnaryOperator<Lra> begun) {
        for (int i = 0; i < TRIES.max(); i++) {
            Stored known = get(outer);
            Lra next = begun.apply(known.lra());
            Key key = key(outer);
            try {
                return created(lra, List.of(unchanged(key, known)), List.of(Op.put(key, bounded(next))));
            } catch (FaultException e) {
                if (e.fault().kind() != FaultKind.CONFLICT) {
                    throw e;
                }
            }
        }
        throw busy(outer);
    }

    private Stored created(Lra lra, List<Compare> compares, List<Op> ops) {
        Key key = key(lra.id());
        List<Compare> all = new ArrayList<>(compares);
        all.add(new Compare.Absent(key));
        List<Op> writes = new ArrayList<>(ops);
        writes.add(Op.put(key, bounded(lra)));
        try {
            TxnResult result = store.txn(new Txn(all, writes, List.of()));
            if (result.succeeded()) {
                return new Stored(lra, result.revision());
            }
        } catch (FaultException e) {
            // Whether it was done is not known: then its caller would never hear of it.
            Optional<Stored> done = e.fault().kind() == FaultKind.DEADLINE_EXCEEDED ? read(lra.id()) : Optional.empty();
            return done.orElseThrow(() -> e);
        }
        throw Faults.of(FaultKind.CONFLICT, "LRA " + lra.id() + " can't be made now", "try again");
    }

    /// @throws FaultException NOT_FOUND
    public Stored get(LraId id) {
        return read(id).orElseThrow(() -> missing(id));
    }

    public Optional<Stored> read(LraId id) {
        return store.get(key(id)).entry().map(LraCodec::decode);
    }

    /// Does a request, as often as others were faster.
    ///
    /// @param request refuses what can't be done by a [FaultException], and nothing is written then
    /// @throws FaultException NOT_FOUND, and what the request throws
    public Stored change(LraId id, UnaryOperator<Lra> request) {
        return change(id, request, false);
    }

    /// The same, where it makes the LRA larger: refused where it gets too large. What ends it is never refused for
    /// that.
    ///
    /// @throws FaultException LIMIT_EXCEEDED, too
    public Stored grow(LraId id, UnaryOperator<Lra> request) {
        return change(id, request, true);
    }

    private Stored change(LraId id, UnaryOperator<Lra> request, boolean grows) {
        for (int i = 0; i < TRIES.max(); i++) {
            Stored known = get(id);
            Lra next = request.apply(known.lra());
            if (next.equals(known.lra())) {
                return known;
            }
            Optional<Stored> written = written(known, grows ? bounded(next) : LraCodec.encode(next), next, List.of());
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw busy(id);
    }

    private static FaultException busy(LraId id) {
        return Faults.of(FaultKind.UNAVAILABLE, "LRA " + id + " is being changed by many at once", "try again");
    }

    /// Writes what came of its errands, as the shard's owner.
    ///
    /// @return empty where the shard is another's by now, or somebody wrote the LRA since
    public Optional<Stored> write(Ownership owner, Stored known, Lra next) {
        return written(known, LraCodec.encode(next), next, owned(owner));
    }

    /// @return whether it is gone
    public boolean remove(Ownership owner, Stored known) {
        Key key = key(known.lra().id());
        return store.txn(new Txn(
                        List.of(unchanged(key, known), owned(owner).getFirst()), List.of(Op.delete(key)), List.of()))
                .succeeded();
    }

    /// Removes one at a person's wish.
    public boolean remove(Stored known) {
        Key key = key(known.lra().id());
        return store.txn(Txn.when(unchanged(key, known)).then(Op.delete(key))).succeeded();
    }

    private Optional<Stored> written(Stored known, Value value, Lra next, List<Compare> owned) {
        Key key = key(next.id());
        List<Compare> compares = new ArrayList<>(owned);
        compares.add(unchanged(key, known));
        TxnResult result = store.txn(new Txn(compares, List.of(Op.put(key, value)), List.of()));
        return result.succeeded() ? Optional.of(new Stored(next, result.revision())) : Optional.empty();
    }

    private List<Compare> owned(Ownership owner) {
        return List.of(new Compare.ValueIs(keys.shard(owner.shard()), owner.value()));
    }

    private static Compare unchanged(Key key, Stored known) {
        return new Compare.Modified(key, Relation.EQUAL, known.revision());
    }

    private Value bounded(Lra lra) {
        Value value = LraCodec.encode(lra);
        bytes.check("lra", value.bytes().length);
        return value;
    }

    private Key key(LraId id) {
        return keys.lra(id.shard(), id.value());
    }

    private static FaultException missing(LraId id) {
        return Faults.of(FaultKind.NOT_FOUND, "there is no LRA " + id, "it may have ended and been forgotten");
    }

    /// @param heard says whether to go on
    public void each(Shard shard, Predicate<Stored> heard) {
        each(keys.lras(shard), heard);
    }

    /// @param heard says whether to go on
    public void each(Predicate<Stored> heard) {
        each(keys.lras(), heard);
    }

    private void each(KeyPrefix prefix, Predicate<Stored> heard) {
        RangeQuery query = RangeQuery.of(prefix).withLimit(PAGE);
        RangePage page = store.range(query);
        while (true) {
            for (Entry entry : page.entries()) {
                Optional<Stored> stored = readable(entry);
                if (stored.isPresent() && !heard.test(stored.get())) {
                    return;
                }
            }
            if (!page.more()) {
                return;
            }
            page = store.range(query.after(page.entries().getLast().key()));
        }
    }

    /// One that can't be read must not keep the others from being looked after.
    private static Optional<Stored> readable(Entry entry) {
        try {
            return Optional.of(LraCodec.decode(entry));
        } catch (FaultException e) {
            LOG.errorf(
                    "LRA can't be read key=%s reason=%s", entry.key(), e.fault().detail());
            return Optional.empty();
        }
    }

    /// Hears of all changes from now on.
    public Watch watch() {
        KeyPrefix all = keys.lras();
        return store.watch(
                all, store.range(RangeQuery.of(all).withLimit(1)).revision().next());
    }

    /// Of what a watch has heard.
    public static Optional<Stored> changed(StoreEvent event) {
        return switch (event) {
            case StoreEvent.Put put -> readable(put.entry());
            case StoreEvent.Deleted _ -> Optional.empty();
        };
    }

    /// Of what a watch has heard.
    public static Optional<LraId> removed(StoreEvent event) {
        return switch (event) {
            case StoreEvent.Put _ -> Optional.empty();
            case StoreEvent.Deleted gone -> {
                String key = gone.key().value();
                yield Optional.of(new LraId(key.substring(key.lastIndexOf('/') + 1)));
            }
        };
    }
}
