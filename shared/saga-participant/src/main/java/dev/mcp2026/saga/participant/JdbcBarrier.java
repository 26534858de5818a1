package dev.mcp2026.saga.participant;

import java.sql.Connection;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/// A barrier in the participant's own database, in [Schema]'s table. Any number of processes can share it. Isolation of
/// READ COMMITTED is enough; under a stricter one there are more retries.
public final class JdbcBarrier implements Barrier<Connection> {
    private final DataSource database;
    private final InstantSource clock;
    private final Backoff backoff;
    private final BarrierLimits limits;
    private final RunningSteps running = new RunningSteps();

    /// @param random spreads retries
    public JdbcBarrier(DataSource database, InstantSource clock, RandomGenerator random, BarrierLimits limits) {
        this.database = database;
        this.clock = clock;
        this.backoff = new Backoff(random);
        this.limits = limits;
    }

    @Override
    public <X extends Exception> Outcome run(SagaCall call, Work<Connection, X> work) throws X {
        for (int attempt = 1; ; attempt++) {
            Instant now = clock.instant();
            Outcome late = Refusals.late(call, now);
            if (late != null) {
                return late;
            }
            try {
                Outcome stale = Refusals.stale(call, raiseEpoch(call, now));
                return stale != null ? stale : exclusively(call, work, now);
            } catch (ContendedException contended) {
                if (attempt >= limits.attempts().max()) {
                    return Refusals.inProgress(call);
                }
                backoff.pause(attempt);
            }
        }
    }

    private long raiseEpoch(SagaCall call, Instant now) {
        try (JdbcTransaction transaction = JdbcTransaction.begin(database)) {
            return new BarrierTable(transaction, call, now).raiseEpoch();
        }
    }

    private <X extends Exception> Outcome exclusively(SagaCall call, Work<Connection, X> work, Instant now) throws X {
        if (!running.enter(call)) {
            return Refusals.inProgress(call);
        }
        try (JdbcTransaction transaction = JdbcTransaction.begin(database)) {
            BarrierTable table = new BarrierTable(transaction, call, now);
            table.lockStep();
            Decision decision = table.entries().decide(call);
            if (decision instanceof Decision.Reply(Outcome outcome)) {
                return outcome;
            }
            Entry entry =
                    decision instanceof Decision.RecordEmpty ? Entry.empty(call) : worked(transaction, table, work);
            if (decision instanceof Decision.RecordEmpty(boolean tombstone) && tombstone) {
                table.put(Entry.tombstone(call.step()));
            }
            table.put(entry);
            table.fence();
            transaction.commit();
            return entry.outcome(false);
        } finally {
            running.leave(call);
        }
    }

    private <X extends Exception> Entry worked(
            JdbcTransaction transaction, BarrierTable table, Work<Connection, X> work) throws X {
        table.claim();
        Savepoint before = transaction.savepoint();
        Verdict verdict;
        try {
            verdict = work.run(WorkConnection.around(transaction.connection()));
        } catch (Exception failure) {
            if (SqlFailure.isTransient(failure)) {
                throw new ContendedException(failure);
            }
            throw failure;
        }
        if (verdict instanceof Verdict.Refusal) {
            transaction.rollback(before);
        }
        return Entry.of(table.call(), verdict, limits.resultBytes());
    }

    @Override
    public int forget(Duration age) {
        try (JdbcTransaction transaction = JdbcTransaction.begin(database)) {
            return new Retention(transaction, limits.forgottenSagas())
                    .forget(clock.instant().minus(age));
        } catch (ContendedException busy) {
            return 0;
        }
    }
}
