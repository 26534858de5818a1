package dev.mcp2026.saga.participant;

import java.util.List;
import javax.sql.DataSource;

/// The barrier's table, in SQL that H2, PostgreSQL and SQLite take alike. It has a row for each action and each
/// compensation, and one for the saga itself (kind `saga`, no step), which has the highest epoch and the last use.
public final class Schema {
    private static final String TABLE = """
            create table if not exists saga_barrier (
              saga_id varchar(128) not null,
              step varchar(128) not null,
              kind varchar(16) not null,
              token varchar(300),
              resource varchar(1024),
              epoch bigint not null,
              state varchar(16) not null,
              result text,
              recorded_at bigint not null,
              primary key (saga_id, step, kind),
              unique (saga_id, kind, token)
            )""";

    private static final String INDEX =
            "create index if not exists saga_barrier_age on saga_barrier (kind, recorded_at)";

    /// For those who have a tool for migrations.
    public static final List<String> STATEMENTS = List.of(TABLE, INDEX);

    private Schema() {}

    /// Creates what is not there yet.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException UNAVAILABLE if the database refuses
    public static void create(DataSource database) {
        try (JdbcTransaction transaction = JdbcTransaction.begin(database)) {
            STATEMENTS.forEach(transaction::update);
            transaction.commit();
        }
    }
}
