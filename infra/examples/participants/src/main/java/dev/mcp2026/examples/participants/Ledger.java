package dev.mcp2026.examples.participants;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// What took effect, in order.
final class Ledger {
    /// @param times more than once is what must not be
    record Effect(String saga, String operation, long times) {}

    private Ledger() {}

    static void create(DataSource database, List<String> schema) {
        inTransaction(database, rows -> {
            rows.update("""
                    create table if not exists ledger (
                      number integer primary key, saga text not null, operation text not null)""");
            schema.forEach(rows::update);
            return List.of();
        });
    }

    static void note(Rows rows, String saga, String operation) {
        rows.update("insert into ledger (saga, operation) values (?, ?)", saga, operation);
    }

    /// @param saga only its effects, or those of all where it is empty
    static List<Effect> read(DataSource database, String saga) {
        return inTransaction(
                database,
                rows -> rows.query("""
                        select saga, operation, count(*) from ledger where ? in ('', saga)
                        group by saga, operation order by min(number)""", row -> new Effect(row.getString(1), row.getString(2), row.getLong(3)), saga));
    }

    private interface Work {
        List<Effect> run(Rows rows);
    }

    private static List<Effect> inTransaction(DataSource database, Work work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            List<Effect> effects = work.run(new Rows(connection));
            connection.commit();
            return effects;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
