package dev.mcp2026.store.embedded;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Txn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a transaction would do. Made without changing anything, so a fault leaves no trace.
///
/// @param changes the events, all at the revision asked for; empty if nothing changes
record TxnPlan(boolean succeeded, List<Optional<Entry>> read, long deleted, List<StoreEvent> changes) {

    /// @param at the revision that the changes get
    /// @throws dev.mcp2026.kernel.error.FaultException NOT_FOUND for a put on a lease that is gone
    static TxnPlan of(Txn txn, Revision at, EntryView view) {
        boolean succeeded = txn.compares().stream().allMatch(c -> c.holds(view.get(c.key())));
        Draft draft = new Draft(at, view);
        for (Op op : succeeded ? txn.then() : txn.orElse()) {
            draft.add(op);
        }
        return new TxnPlan(succeeded, draft.read, draft.deleted, List.copyOf(draft.changes.values()));
    }

    private static final class Draft {
        final Revision at;
        final EntryView view;
        final Map<Key, StoreEvent> changes = new LinkedHashMap<>();
        final List<Optional<Entry>> read = new ArrayList<>();
        long deleted;

        Draft(Revision at, EntryView view) {
            this.at = at;
            this.view = view;
        }

        void add(Op op) {
            switch (op) {
                case Op.Put put -> put(put);
                case Op.Delete delete -> delete(delete.key());
                case Op.DeletePrefix delete -> view.keys(delete.prefix()).forEach(this::delete);
                case Op.Get get -> read.add(get(get.key()));
            }
        }

        private Optional<Entry> get(Key key) {
            return switch (changes.get(key)) {
                case null -> Optional.ofNullable(view.get(key));
                case StoreEvent.Put put -> Optional.of(put.entry());
                case StoreEvent.Deleted _ -> Optional.empty();
            };
        }

        private void put(Op.Put put) {
            requireAlive(put.lease());
            Entry old = view.get(put.key());
            Entry entry = old == null
                    ? new Entry(put.key(), put.value(), at, at, 1, put.lease())
                    : new Entry(put.key(), put.value(), old.created(), at, old.version() + 1, put.lease());
            changes.put(put.key(), new StoreEvent.Put(entry));
        }

        private void delete(Key key) {
            if (!changes.containsKey(key) && view.get(key) != null) {
                changes.put(key, new StoreEvent.Deleted(key, at));
                deleted++;
            }
        }

        private void requireAlive(LeaseId lease) {
            if (!lease.isNone() && !view.alive(lease)) {
                throw noSuchLease(lease);
            }
        }
    }

    static RuntimeException noSuchLease(LeaseId lease) {
        return Faults.of(FaultKind.NOT_FOUND, "lease " + lease + " does not exist or has expired", "grant a new one");
    }
}
