package dev.mcp2026.saga.participant;

import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.postgresql.ds.PGSimpleDataSource;

/// Runs where there is a PostgreSQL: `-Dmcp.test.postgres=jdbc:postgresql://…`, of a database that may be emptied.
@EnabledIfSystemProperty(named = PostgresBarrierTest.URL, matches = ".+")
class PostgresBarrierTest extends JdbcBarrierContract {
    static final String URL = "mcp.test.postgres";

    @Override
    DataSource database() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Objects.requireNonNull(System.getProperty(URL)));
        return source;
    }

    @AfterEach
    void dropTables() throws SQLException {
        execute("drop table saga_barrier");
        execute("drop table effects");
    }
}
