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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Reads and writes long running actions. Requests are done at any coordinator; what participants answer is written by
/// the one that owns the shard, and by it alone.
public final class LraStore {
    private static final Limit TRIES = new Limit("writes of one LRA that others were faster at", 64, "tries");

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
        Key key = key(lra.id());
        TxnResult result = store.txn(Txn.when(new Compare.Absent(key)).then(Op.put(key, encoded(lra))));
        if (!result.succeeded()) {
            throw Faults.of(FaultKind.CONFLICT, "there is an LRA " + lra.id() + " already", "try again");
        }
        return new Stored(lra, result.revision());
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
        for (int i = 0; i < TRIES.max(); i++) {
            Stored known = get(id);
            Lra next = request.apply(known.lra());
            if (next.equals(known.lra())) {
                return known;
            }
            Optional<Stored> written = written(known, next, List.of());
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw Faults.of(FaultKind.UNAVAILABLE, "LRA " + id + " is being changed by many at once", "try again");
    }

    /// Writes what came of its errands, as the shard's owner.
    ///
    /// @return empty where the shard is another's by now, or somebody wrote the LRA since
    public Optional<Stored> write(Ownership owner, Stored known, Lra next) {
        return written(known, next, owned(owner));
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

    private Optional<Stored> written(Stored known, Lra next, List<Compare> owned) {
        Key key = key(next.id());
        List<Compare> compares = new ArrayList<>(owned);
        compares.add(unchanged(key, known));
        TxnResult result = store.txn(new Txn(compares, List.of(Op.put(key, encoded(next))), List.of()));
        return result.succeeded() ? Optional.of(new Stored(next, result.revision())) : Optional.empty();
    }

    private List<Compare> owned(Ownership owner) {
        return List.of(new Compare.ValueIs(keys.shard(owner.shard()), owner.value()));
    }

    private static Compare unchanged(Key key, Stored known) {
        return new Compare.Modified(key, Relation.EQUAL, known.revision());
    }

    private Value encoded(Lra lra) {
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

    public void each(Shard shard, Consumer<Stored> heard) {
        each(keys.lras(shard), heard);
    }

    public void each(Consumer<Stored> heard) {
        each(keys.lras(), heard);
    }

    private void each(KeyPrefix prefix, Consumer<Stored> heard) {
        RangeQuery query = RangeQuery.of(prefix);
        RangePage page = store.range(query);
        while (true) {
            page.entries().stream().map(LraCodec::decode).forEach(heard);
            if (!page.more()) {
                return;
            }
            page = store.range(query.after(page.entries().getLast().key()));
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
            case StoreEvent.Put put -> Optional.of(LraCodec.decode(put.entry()));
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
