package dev.mcp2026.saga.participant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The statements on [Schema]'s table, within one transaction, at one time, for one call.
///
/// The row of a step's action is the step's lock, for its compensation too; the row of a saga is the lock for its
/// epoch. A call takes the first before its work and the second just before it commits.
record BarrierTable(JdbcTransaction transaction, SagaCall call, Instant now) {
    private static final String SAGA_ROW = "saga_id = ? and step = '' and kind = 'saga'";
    private static final String SELECT = """
            select step, kind, token, resource, state, result from saga_barrier
            where saga_id = ? and (step = ? or token = ?) and kind <> 'saga' and state <> ?""";

    private static final String UPDATE = """
            update saga_barrier set token = ?, resource = ?, epoch = ?, state = ?, result = ?, recorded_at = ?
            where saga_id = ? and step = ? and kind = ?""";

    private static final String INSERT = """
            insert into saga_barrier (saga_id, step, kind, token, resource, epoch, state, result, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /// Of a row that its transaction has not completed. None is ever committed.
    private static final String CLAIMED = "CLAIMED";

    /// Notes the call's epoch, and commits: a failure of the work does not take it back.
    ///
    /// @return the saga's highest epoch
    long raiseEpoch() {
        Long seen = seenEpoch();
        transaction.commit();
        if (seen != null && seen >= call.epoch()) {
            return seen;
        }
        if (seen == null) {
            insert("", "saga", null, null, "SAGA", null);
        } else {
            int raised = transaction.update(
                    "update saga_barrier set epoch = ?, recorded_at = ? where " + SAGA_ROW + " and epoch < ?",
                    call.epoch(),
                    now.toEpochMilli(),
                    saga(),
                    call.epoch());
            if (raised == 0) {
                throw new ContendedException("another call has raised the epoch, or the saga was forgotten");
            }
        }
        transaction.commit();
        return call.epoch();
    }

    private @Nullable Long seenEpoch() {
        List<Long> seen =
                transaction.query("select epoch from saga_barrier where " + SAGA_ROW, row -> row.getLong(1), saga());
        return seen.isEmpty() ? null : seen.getFirst();
    }

    /// Keeps other connections from the step until the transaction ends.
    void lockStep() {
        int present = transaction.update(
                "update saga_barrier set recorded_at = recorded_at where saga_id = ? and step = ? and kind = 'action'",
                saga(),
                step());
        if (present == 0) {
            insert(step(), ActionKind.ACTION.text(), null, null, CLAIMED, null);
        }
    }

    StepEntries entries() {
        return StepEntries.of(
                call,
                transaction.query(
                        SELECT,
                        BarrierTable::entry,
                        saga(),
                        step(),
                        call.token().toString(),
                        CLAIMED));
    }

    /// Keeps the token from other steps, before the work runs.
    void claim() {
        put(call.kind(), call.token().toString(), call.resource().value(), CLAIMED, "");
    }

    void put(Entry entry) {
        boolean tombstone = entry.state() == EntryState.TOMBSTONE;
        put(
                entry.kind(),
                tombstone ? null : entry.token(),
                tombstone ? null : entry.resource(),
                entry.state().name(),
                entry.text());
    }

    /// Holds the epoch until the transaction ends, so that none commits after a newer epoch was seen.
    void fence() {
        int current = transaction.update(
                "update saga_barrier set recorded_at = ? where " + SAGA_ROW + " and epoch <= ?",
                now.toEpochMilli(),
                saga(),
                call.epoch());
        if (current == 0) {
            throw new ContendedException("the epoch has been raised, or the saga forgotten, since the call began");
        }
    }

    private void put(ActionKind kind, @Nullable String token, @Nullable String resource, String state, String result) {
        int present = transaction.update(
                UPDATE, token, resource, call.epoch(), state, result, now.toEpochMilli(), saga(), step(), kind.text());
        if (present == 0) {
            insert(step(), kind.text(), token, resource, state, result);
        }
    }

    private void insert(
            String step,
            String kind,
            @Nullable String token,
            @Nullable String resource,
            String state,
            @Nullable String result) {
        transaction.update(
                INSERT, saga(), step, kind, token, resource, call.epoch(), state, result, now.toEpochMilli());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String token = row.getString("token");
        String resource = row.getString("resource");
        String result = row.getString("result");
        return new Entry(
                new StepName(row.getString("step")),
                ActionKind.parse(row.getString("kind")),
                token == null ? "" : token,
                resource == null ? "" : resource,
                EntryState.valueOf(row.getString("state")),
                result == null ? "" : result);
    }

    private String saga() {
        return call.saga().value();
    }

    private String step() {
        return call.step().value();
    }
}
