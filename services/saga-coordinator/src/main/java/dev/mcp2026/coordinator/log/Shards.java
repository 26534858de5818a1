package dev.mcp2026.coordinator.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.saga.v1.ShardOwner;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who owns which shard, in the store. An owner's claim is bound to its lease: it ends with it.
public final class Shards {
    private final Store store;
    private final Keys keys;
    private final String coordinator;

    public Shards(Store store, CellId cell, String coordinator) {
        this.store = store;
        this.keys = new Keys(cell);
        this.coordinator = coordinator;
    }

    /// Says that this coordinator is there, for as long as the lease lives.
    public void join(LeaseId lease) {
        store.txn(Txn.of(Op.put(keys.member(coordinator), Value.of(coordinator), lease)));
    }

    /// Coordinators that are there.
    public int members() {
        return all(keys.members()).size();
    }

    public Map<Shard, Ownership> owners() {
        Map<Shard, Ownership> owners = new TreeMap<>();
        for (Entry entry : all(keys.shards())) {
            String name = entry.key().value();
            Shard shard = new Shard(name.charAt(name.length() - 1));
            try {
                ShardOwner owner = ShardOwner.parseFrom(entry.value().bytes());
                owners.put(shard, new Ownership(shard, owner.getCoordinator(), owner.getEpoch()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(entry.key() + " can't be read", e);
            }
        }
        return owners;
    }

    /// Whether it is a claim of this coordinator; its name is never another's.
    public boolean isOurs(Ownership claimed) {
        return claimed.coordinator().equals(coordinator);
    }

    /// Takes a shard that nobody owns.
    ///
    /// @return empty where another was faster
    public Optional<Ownership> claim(Shard shard, LeaseId lease) {
        Key epochKey = keys.epoch(shard);
        Optional<Entry> known = store.get(epochKey).entry();
        long epoch = known.map(entry -> Long.parseLong(entry.value().text())).orElse(0L) + 1;
        Ownership mine = new Ownership(shard, coordinator, epoch);
        Compare same = known.map(Compare::unchanged).orElseGet(() -> new Compare.Absent(epochKey));
        boolean done = store.txn(Txn.when(new Compare.Absent(keys.shard(shard)), same)
                        .then(
                                Op.put(keys.shard(shard), mine.value(), lease),
                                Op.put(epochKey, Value.of(Long.toString(epoch)))))
                .succeeded();
        return done ? Optional.of(mine) : Optional.empty();
    }

    /// Drops all claims, of whomever: only for a coordinator that has the store to itself, where they are those of a
    /// process that is gone. Epochs stay, so that new claims come after the old ones.
    public void clear() {
        List<Op> gone = new ArrayList<>();
        for (KeyPrefix claims : List.of(keys.members(), keys.shards())) {
            all(claims).forEach(entry -> gone.add(Op.delete(entry.key())));
        }
        if (!gone.isEmpty()) {
            store.txn(Txn.of(gone.toArray(Op[]::new)));
        }
    }

    /// Gives a shard away; whatever is appended with this claim from now on is refused.
    public void release(Ownership mine) {
        Key key = keys.shard(mine.shard());
        store.txn(Txn.when(new Compare.ValueIs(key, mine.value())).then(Op.delete(key)));
    }

    /// Page by page: a store may give fewer in one than there are.
    private List<Entry> all(KeyPrefix prefix) {
        List<Entry> found = new ArrayList<>();
        RangeQuery query = RangeQuery.of(prefix);
        RangePage page = Fresh.page(store.range(query));
        found.addAll(page.entries());
        while (page.more()) {
            page = Fresh.page(store.range(query.after(found.getLast().key())));
            found.addAll(page.entries());
        }
        return found;
    }
}
