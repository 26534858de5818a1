package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a database's refusal means. SQLSTATE classes are of ISO/IEC 9075-2, section 24.1; SQLite has none, only codes.
final class SqlFailure {
    /// Lock not available and query cancelled of PostgreSQL, lock timeout and concurrent update of H2.
    private static final Set<String> TRANSIENT = Set.of("55P03", "57014", "HYT00", "90131");

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_CONSTRAINT = 19;
    private static final int MAX_CAUSES = 16;

    private SqlFailure() {}

    /// Of a statement of the barrier itself, where a broken constraint says that another connection was faster.
    static RuntimeException ofStatement(SQLException failure) {
        String state = failure.getSQLState();
        boolean race = state == null ? failure.getErrorCode() == SQLITE_CONSTRAINT : state.startsWith("23");
        return race ? new ContendedException(failure) : of(failure);
    }

    /// Of a commit or of the connection, where a broken constraint is the work's own deferred one.
    static RuntimeException of(SQLException failure) {
        return isTransient(failure)
                ? new ContendedException(failure)
                : new FaultException(
                        new Fault(
                                FaultKind.UNAVAILABLE,
                                null,
                                "the barrier's database failed",
                                "make the same call again: it runs the work, or answers what came of it"),
                        failure);
    }

    /// True if `failure`, or what caused it, is a deadlock, serialization failure or lock timeout.
    static boolean isTransient(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof SQLException sql && isTransient(sql)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isTransient(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return failure.getErrorCode() == SQLITE_BUSY || failure.getErrorCode() == SQLITE_LOCKED;
        }
        return state.startsWith("40") || TRANSIENT.contains(state);
    }
}
