package dev.mcp2026.saga.participant;

import java.time.Duration;

/// Stands around the work of a participant's steps, so that each takes effect once and in a sound order, however often
/// and in whatever order the coordinator's calls arrive. The barrier's record and the work commit in one transaction.
/// The scheme is that of DTM's sub-transaction barrier, with fencing (Kleppmann, "How to do distributed locking").
///
/// @param <T> the transaction that the work gets: `java.sql.Connection`, or [NoTransaction]
public interface Barrier<T> {
    /// Runs `work` unless the records say otherwise; they are asked in this order:
    ///
    /// 1. Past its deadline, a call is refused.
    /// 2. Its epoch is noted, whatever becomes of the call; one lower than the saga's highest is refused.
    /// 3. While the same step runs elsewhere, it is refused as in progress.
    /// 4. A token that belongs to another resource or step is refused.
    /// 5. An action after its compensation is refused.
    /// 6. A repeat is answered as the first time.
    /// 7. A compensation without an action in effect is recorded; `work` is not called.
    ///
    /// @throws X what the work threw; nothing is recorded and its writes are rolled back
    /// @throws dev.mcp2026.kernel.error.FaultException LIMIT_EXCEEDED for a result that is too large (rolled back),
    ///     or too many records; UNAVAILABLE if the database failed: whether the work is in effect is unknown then
    <X extends Exception> Outcome run(SagaCall call, Work<T, X> work) throws X;

    /// Drops all records of sagas whose last record or epoch is older than `age`, oldest first, a bounded batch of
    /// sagas at a time; repeats do not keep a saga young. A call that comes later than this is as if it were the
    /// first: choose more than a saga can last, retries included.
    ///
    /// @return how many sagas were forgotten; if it is not 0, there may be more
    int forget(Duration age);
}
