package dev.mcp2026.saga.participant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A connection in a transaction, rolled back unless it is committed. Failures are [ContendedException] or a fault.
final class JdbcTransaction implements AutoCloseable {
    /// How long a statement may wait for another connection's lock.
    private static final int WAIT_SECONDS = 1;

    private final Connection connection;
    private final boolean autoCommit;

    /// Reads one row.
    interface Row<R> {
        R read(ResultSet row) throws SQLException;
    }

    private JdbcTransaction(Connection connection, boolean autoCommit) {
        this.connection = connection;
        this.autoCommit = autoCommit;
    }

    static JdbcTransaction begin(DataSource database) {
        try {
            Connection connection = database.getConnection();
            try {
                boolean autoCommit = connection.getAutoCommit();
                connection.setAutoCommit(false);
                return new JdbcTransaction(connection, autoCommit);
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw SqlFailure.of(failure);
        }
    }

    Connection connection() {
        return connection;
    }

    /// @return how many rows were changed
    int update(String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw SqlFailure.ofStatement(failure);
        }
    }

    <R> List<R> query(String sql, Row<R> reader, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<R> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException failure) {
            throw SqlFailure.ofStatement(failure);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(WAIT_SECONDS);
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement;
        } catch (SQLException failure) {
            statement.close();
            throw failure;
        }
    }

    Savepoint savepoint() {
        try {
            return connection.setSavepoint();
        } catch (SQLException failure) {
            throw SqlFailure.of(failure);
        }
    }

    void rollback(Savepoint to) {
        try {
            connection.rollback(to);
        } catch (SQLException failure) {
            throw SqlFailure.of(failure);
        }
    }

    /// Ends the transaction; the next statement begins another.
    void commit() {
        try {
            connection.commit();
        } catch (SQLException failure) {
            throw SqlFailure.of(failure);
        }
    }

    /// Rolls back what is not committed.
    @Override
    public void close() {
        try (connection) {
            try {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            } catch (SQLException failure) {
                // Whether it is rolled back is unknown, so no pool may have the connection back.
                connection.abort(Runnable::run);
            }
        } catch (SQLException broken) {
            // The server rolls back what a lost connection left.
        }
    }
}
