package dev.mcp2026.store;

import java.time.Duration;

/// Durable, consistent state. All calls block and belong on virtual threads; all are safe for any number of them.
///
/// Failures are [dev.mcp2026.kernel.error.FaultException]: READ_ONLY for a write while the store is not READ_WRITE
/// (nothing was done), LIMIT_EXCEEDED for a named limit, NOT_FOUND for a lease that is gone, UNAVAILABLE when there
/// is no answer at all, DEADLINE_EXCEEDED when a write's effect is unknown: read before trying again.
public interface Store extends AutoCloseable {
    Lookup get(Key key);

    RangePage range(RangeQuery query);

    /// Returns when the transaction is durable.
    TxnResult txn(Txn txn);

    /// Grants a lease of at least `ttl` (rounded up to whole seconds). Its keys are deleted when it expires.
    Lease grant(Duration ttl);

    /// Starts the lease's time anew.
    Lease keepAlive(LeaseId lease);

    /// Ends the lease and deletes its keys, at one revision.
    void revoke(LeaseId lease);

    /// Watches a prefix from a revision on, that one included; [Revision#NONE] means from now on.
    Watch watch(KeyPrefix prefix, Revision from);

    StoreStatus status();

    /// Adds a listener; closing what is returned removes it.
    AutoCloseable listen(StatusListener listener);

    @Override
    void close();

    default TxnResult put(Key key, Value value) {
        return txn(Txn.of(Op.put(key, value)));
    }

    default TxnResult delete(Key key) {
        return txn(Txn.of(Op.delete(key)));
    }
}
