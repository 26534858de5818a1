package dev.mcp2026.examples.participants;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.participant.Answer;
import dev.mcp2026.saga.participant.BarrierLimits;
import dev.mcp2026.saga.participant.JdbcBarrier;
import dev.mcp2026.saga.participant.SagaCall;
import dev.mcp2026.saga.participant.Schema;
import dev.mcp2026.saga.participant.Verdict;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// A business behind the barrier, in one database file. What took effect is noted in its ledger, in the same
/// transaction: one line a saga and operation, or something is wrong.
final class Participant implements AutoCloseable {
    /// Longer than a saga can last.
    private static final Duration KEPT = Duration.ofDays(30);
    /// Longer than another connection holds the file.
    private static final int BUSY_MILLIS = 2_000;

    private final Business business;
    private final JdbcBarrier barrier;
    private final SQLiteDataSource database;
    private final ScheduledExecutorService forgetting = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("forgetting").factory());

    Participant(Business business, Path file) {
        this.business = business;
        this.database = database(file);
        Schema.create(database);
        Ledger.create(database, business.schema());
        this.barrier = new JdbcBarrier(database, InstantSource.system(), new SecureRandom(), BarrierLimits.defaults());
        forgetting.scheduleWithFixedDelay(() -> barrier.forget(KEPT), 1, 1, TimeUnit.HOURS);
    }

    /// In one writer's time: a transaction takes the file when it begins, so none finds in its middle that another
    /// wrote.
    static SQLiteDataSource database(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    List<String> operations() {
        return business.operations();
    }

    /// @throws dev.mcp2026.kernel.error.FaultException what the barrier throws
    /// @throws DatabaseException for what may go better next time
    Answer call(String operation, SagaCall call, JsonNode order) {
        return Answer.of(barrier.run(call, connection -> {
            Rows rows = new Rows(connection);
            Verdict verdict = business.run(operation, rows, call, order);
            if (verdict instanceof Verdict.Result) {
                Ledger.note(rows, call.saga().value(), operation);
            }
            return verdict;
        }));
    }

    @Override
    public void close() {
        forgetting.shutdownNow();
    }
}
