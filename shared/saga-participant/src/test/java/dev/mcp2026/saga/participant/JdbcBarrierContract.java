package dev.mcp2026.saga.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.saga.participant.Outcome.BusinessRefusal;
import dev.mcp2026.saga.participant.Outcome.Done;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract's part about transactions, for each kind of database.
abstract class JdbcBarrierContract extends BarrierConcurrencyContract<Connection> {
    /// The same empty database throughout a test.
    abstract DataSource database();

    @BeforeEach
    final void createTables() throws SQLException {
        Schema.create(database());
        Schema.create(database());
        execute("create table effects (id bigint primary key, text_added varchar(100) not null)");
    }

    @Override
    final JdbcBarrier barrier() {
        return on(database());
    }

    private JdbcBarrier on(DataSource source) {
        return new JdbcBarrier(source, clock, new Random(1), LIMITS);
    }

    @Override
    final Effects<Connection> effects() {
        return new Effects<>() {
            @Override
            public void add(Connection transaction, String text) throws SQLException {
                try (PreparedStatement insert = transaction.prepareStatement(
                        "insert into effects select coalesce(max(id), 0) + 1, cast(? as varchar(100)) from effects")) {
                    insert.setString(1, text);
                    insert.executeUpdate();
                }
            }

            @Override
            public List<String> all() throws SQLException {
                List<String> all = new ArrayList<>();
                try (Connection connection = database().getConnection();
                        Statement select = connection.createStatement();
                        ResultSet rows = select.executeQuery("select text_added from effects order by id")) {
                    while (rows.next()) {
                        all.add(rows.getString(1));
                    }
                }
                return all;
            }
        };
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long rows() throws SQLException {
        try (Connection connection = database().getConnection();
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("select count(*) from saga_barrier where kind <> 'saga'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void crashBetweenWorkAndCommitLeavesNothingAndTheRetryRuns() throws Exception {
        SagaCall call = Calls.action("s1", "drain");
        assertThatThrownBy(() -> on(new CrashingDatabase(database())).run(call, adds("lost")))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("database failed");

        assertThat(rows()).isZero();
        assertThat(effects().all()).isEmpty();
        assertThat(run(call, "retry")).isEqualTo(new Done("retry", false));
        assertThat(effects().all()).containsExactly("retry");
    }

    @Test
    void exceptionRollsTheWorkBack() throws Exception {
        assertThatThrownBy(() -> barrier().run(Calls.action("s1", "drain"), connection -> {
                    effects().add(connection, "lost");
                    throw new SQLException("no", "22000");
                }))
                .isInstanceOf(SQLException.class)
                .hasMessage("no");

        assertThat(rows()).isZero();
        assertThat(effects().all()).isEmpty();
    }

    @Test
    void businessRefusalRollsTheWorkBackAndIsRecorded() throws Exception {
        SagaCall call = Calls.action("s1", "drain");
        Outcome outcome = barrier().run(call, connection -> {
            effects().add(connection, "lost");
            return new Verdict.Refusal("last cell");
        });

        assertThat(outcome).isEqualTo(new BusinessRefusal("last cell", false));
        assertThat(effects().all()).isEmpty();
        assertThat(run(call, "again")).isEqualTo(new BusinessRefusal("last cell", true));
    }

    @Test
    void oversizeResultRollsTheWorkBack() throws Exception {
        assertThatThrownBy(() -> run(Calls.action("s1", "drain"), "x".repeat(99) + "é"))
                .isInstanceOf(FaultException.class);

        assertThat(rows()).isZero();
        assertThat(effects().all()).isEmpty();
    }

    @Test
    void serializationFailureOfTheWorkIsRetriedAndBounded() throws Exception {
        List<Integer> runs = new ArrayList<>();
        Outcome outcome = barrier().run(Calls.action("s1", "drain"), connection -> {
            effects().add(connection, "run");
            runs.add(1);
            if (runs.size() < 3) {
                throw new IllegalStateException(new SQLException("serialization failure", "40001"));
            }
            return new Verdict.Result("third");
        });
        assertThat(outcome).isEqualTo(new Done("third", false));
        assertThat(effects().all()).containsExactly("run");

        runs.clear();
        Outcome never = barrier().run(Calls.action("s1", "move"), _ -> {
            runs.add(1);
            throw new SQLException("deadlock", "40P01");
        });
        assertRefused(never, Outcome.Reason.IN_PROGRESS);
        assertThat(runs).hasSize(6);
    }

    @Test
    void workCannotEndTheTransaction() throws Exception {
        List<Work<Connection, SQLException>> attempts = List.of(
                connection -> ended(connection::commit),
                connection -> ended(connection::rollback),
                connection -> ended(connection::close),
                connection -> ended(() -> connection.setAutoCommit(true)));

        for (Work<Connection, SQLException> attempt : attempts) {
            assertThatThrownBy(() -> barrier().run(Calls.action("s1", "drain"), attempt))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the barrier's");
        }
    }

    private interface End {
        void run() throws SQLException;
    }

    private static Verdict ended(End end) throws SQLException {
        end.run();
        return new Verdict.Result("ended");
    }
}
