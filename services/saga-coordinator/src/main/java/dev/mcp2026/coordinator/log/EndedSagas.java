package dev.mcp2026.coordinator.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.saga.v1.LogEntry;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Txn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sagas that have ended, and all that is kept of them: log, head, request key and tokens. One that waits for a person
/// has not ended.
public final class EndedSagas {
    /// Six ops each are well below the 128 that etcd takes in one transaction.
    private static final int AT_ONCE = 20;

    private final Store store;
    private final Keys keys;

    public EndedSagas(Store store, CellId cell) {
        this.store = store;
        this.keys = new Keys(cell);
    }

    /// Removes some of those that ended before a time, the oldest first; each wholly or not at all.
    ///
    /// @return how many; 0 where there are none, or where the shard is another's by now
    public int remove(Ownership owner, Instant before) {
        List<Entry> oldest = store.range(
                        RangeQuery.of(keys.ended(owner.shard())).withLimit(AT_ONCE))
                .entries();
        String bound = keys.endedBefore(owner.shard(), before).value();
        List<Op> ops = new ArrayList<>();
        int due = 0;
        for (Entry ended : oldest) {
            if (ended.key().value().compareTo(bound) >= 0) {
                break;
            }
            due++;
            remove(ended, ops);
        }
        if (due == 0) {
            return 0;
        }
        Txn txn = Txn.when(new Compare.ValueIs(keys.shard(owner.shard()), owner.value()))
                .then(ops.toArray(Op[]::new));
        return store.txn(txn).succeeded() ? due : 0;
    }

    private void remove(Entry ended, List<Op> ops) {
        String key = ended.key().value();
        SagaId id = new SagaId(key.substring(key.lastIndexOf('/') + 1));
        ops.add(Op.delete(keys.head(new TenantId(ended.value().text()), id)));
        ops.add(new Op.DeletePrefix(keys.log(id)));
        ops.add(new Op.DeletePrefix(keys.tokens(id)));
        request(id).ifPresent(request -> ops.add(Op.delete(request)));
        ops.add(Op.delete(ended.key()));
    }

    private Optional<Key> request(SagaId id) {
        return store.get(keys.entry(id, 1))
                .entry()
                .map(EndedSagas::requestOf)
                .filter(request -> !request.isEmpty())
                .map(Key::new);
    }

    private static String requestOf(Entry first) {
        try {
            return LogEntry.parseFrom(first.value().bytes()).getStart().getRequest();
        } catch (InvalidProtocolBufferException e) {
            throw Faults.of(
                    FaultKind.INTERNAL, "the log entry " + first.key() + " can't be read: " + e.getMessage(), "");
        }
    }
}
