package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Instant;
import java.util.List;

/// Drops the rows of sagas that were last used long ago, in one transaction.
record Retention(JdbcTransaction transaction, Limit batch) {

    /// @return how many sagas were dropped
    int forget(Instant before) {
        List<String> oldest = transaction.query(
                "select saga_id from saga_barrier where kind = 'saga' and recorded_at < ?"
                        + " order by recorded_at limit " + batch.max(),
                row -> row.getString(1),
                before.toEpochMilli());
        transaction.commit();
        int forgotten = 0;
        for (String saga : oldest) {
            // Asked again, now with the saga's lock: a call may have come meanwhile.
            int idle = transaction.update(
                    "delete from saga_barrier where saga_id = ? and step = '' and kind = 'saga' and recorded_at < ?",
                    saga,
                    before.toEpochMilli());
            if (idle > 0) {
                transaction.update("delete from saga_barrier where saga_id = ?", saga);
                forgotten++;
            }
        }
        transaction.commit();
        return forgotten;
    }
}
