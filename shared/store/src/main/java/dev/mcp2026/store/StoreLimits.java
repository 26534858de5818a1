package dev.mcp2026.store;

import dev.mcp2026.kernel.limit.Limit;

/// The store's named bounds; what a user configures. Requests are checked before anything is sent or written.
///
/// @param keyBytes length of a key
/// @param valueBytes size of one value
/// @param txnOps compares, and ops of each branch, in one transaction (etcd's own default is 128)
/// @param txnBytes keys and values of one transaction together (etcd refuses above 1.5 MiB)
/// @param pageEntries entries in one range page
/// @param watchEvents changes buffered for, or handed to, one watcher at a time
/// @param historyRevisions revisions kept for resuming watches
/// @param historyBytes bytes kept for resuming watches
/// @param pendingTxns transactions waiting for the disk or the cluster
/// @param leases leases alive at once
public record StoreLimits(
        Limit keyBytes,
        Limit valueBytes,
        Limit txnOps,
        Limit txnBytes,
        Limit pageEntries,
        Limit watchEvents,
        Limit historyRevisions,
        Limit historyBytes,
        Limit pendingTxns,
        Limit leases) {

    public static StoreLimits defaults() {
        return new StoreLimits(
                new Limit("mcp.store.key-bytes", 1024, "bytes"),
                new Limit("mcp.store.value-bytes", 1 << 20, "bytes"),
                new Limit("mcp.store.txn-ops", 128, "ops"),
                new Limit("mcp.store.txn-bytes", (5 << 20) / 4, "bytes"),
                new Limit("mcp.store.page-entries", 1000, "entries"),
                new Limit("mcp.store.watch-events", 4096, "events"),
                new Limit("mcp.store.history-revisions", 100_000, "revisions"),
                new Limit("mcp.store.history-bytes", 256L << 20, "bytes"),
                new Limit("mcp.store.pending-txns", 4096, "transactions"),
                new Limit("mcp.store.leases", 100_000, "leases"));
    }

    public StoreLimits withHistoryRevisions(long revisions) {
        return new StoreLimits(
                keyBytes,
                valueBytes,
                txnOps,
                txnBytes,
                pageEntries,
                watchEvents,
                new Limit(historyRevisions.name(), revisions, historyRevisions.unit()),
                historyBytes,
                pendingTxns,
                leases);
    }

    public StoreLimits withWatchEvents(long events) {
        return new StoreLimits(
                keyBytes,
                valueBytes,
                txnOps,
                txnBytes,
                pageEntries,
                new Limit(watchEvents.name(), events, watchEvents.unit()),
                historyRevisions,
                historyBytes,
                pendingTxns,
                leases);
    }

    /// Entries to fetch for one page.
    public int page(RangeQuery query) {
        return (int) Math.min(query.limit(), pageEntries.max());
    }

    /// Refuses a transaction that exceeds a bound.
    public void check(Txn txn) {
        txnOps.check("compares", txn.compares().size());
        txnOps.check("then", txn.then().size());
        txnOps.check("orElse", txn.orElse().size());
        long bytes = 0;
        for (Compare compare : txn.compares()) {
            bytes += check(compare.key());
            if (compare instanceof Compare.ValueIs is) {
                bytes += valueBytes.check("compares.value", is.value().size());
            }
        }
        for (Op op : txn.then()) {
            bytes += check(op);
        }
        for (Op op : txn.orElse()) {
            bytes += check(op);
        }
        txnBytes.check("txn", bytes);
    }

    public long check(Key key) {
        return keyBytes.check("key", key.value().length());
    }

    private long check(Op op) {
        return switch (op) {
            case Op.Put put ->
                check(put.key()) + valueBytes.check("value", put.value().size());
            case Op.Delete delete -> check(delete.key());
            case Op.DeletePrefix delete ->
                keyBytes.check("prefix", delete.prefix().value().length());
            case Op.Get get -> check(get.key());
        };
    }
}
