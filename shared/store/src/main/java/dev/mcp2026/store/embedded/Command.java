package dev.mcp2026.store.embedded;

import dev.mcp2026.store.Key;
import dev.mcp2026.store.Lease;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.StoreLimits;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import java.time.Duration;
import java.util.List;

/// Something to write. Run by the committing thread; faults it throws reach its caller and leave nothing behind.
sealed interface Command<R> {
    R run(Tables tables, LeaseBook leases, StoreLimits limits, long now);

    /// Roughly what it adds to the chunk.
    default long bytes() {
        return 0;
    }

    record Transact(Txn txn) implements Command<TxnResult> {
        @Override
        public TxnResult run(Tables tables, LeaseBook leases, StoreLimits limits, long now) {
            TxnPlan plan = TxnPlan.of(txn, tables.revision().next(), tables);
            if (!plan.changes().isEmpty()) {
                tables.apply(plan.changes());
            }
            return new TxnResult(plan.succeeded(), tables.revision(), plan.read(), plan.deleted());
        }

        @Override
        public long bytes() {
            return bytes(txn.then()) + bytes(txn.orElse());
        }

        private static long bytes(List<Op> ops) {
            return ops.stream()
                    .mapToLong(op -> op instanceof Op.Put put ? put.value().size() : 0)
                    .sum();
        }
    }

    record Grant(Duration ttl) implements Command<Lease> {
        @Override
        public Lease run(Tables tables, LeaseBook leases, StoreLimits limits, long now) {
            limits.leases().check("lease", leases.size() + 1L);
            return new Lease(tables.grant(ttl, now), ttl);
        }
    }

    /// @param expired true if time ended it; then it being gone already is no fault
    record Revoke(LeaseId lease, boolean expired) implements Command<Boolean> {
        @Override
        public Boolean run(Tables tables, LeaseBook leases, StoreLimits limits, long now) {
            if (!expired && !leases.alive(lease)) {
                throw TxnPlan.noSuchLease(lease);
            }
            List<Key> keys = leases.keys(lease);
            if (!keys.isEmpty()) {
                var at = tables.revision().next();
                tables.apply(keys.stream()
                        .<StoreEvent>map(key -> new StoreEvent.Deleted(key, at))
                        .toList());
            }
            tables.end(lease);
            return true;
        }
    }

    /// Wakes the committing thread.
    record Nudge() implements Command<Boolean> {
        @Override
        public Boolean run(Tables tables, LeaseBook leases, StoreLimits limits, long now) {
            return true;
        }
    }
}
