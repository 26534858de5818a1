package dev.mcp2026.examples.participants;

import java.sql.SQLException;

/// The database failed: the transaction is rolled back, and the coordinator calls again.
final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The barrier looks for the cause, to see whether another connection was merely in the way.
    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
