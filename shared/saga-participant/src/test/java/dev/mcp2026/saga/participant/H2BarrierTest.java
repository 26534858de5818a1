package dev.mcp2026.saga.participant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.saga.participant.Outcome.Done;
import dev.mcp2026.saga.participant.Outcome.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2BarrierTest extends JdbcBarrierContract {
    @TempDir
    Path folder;

    @Override
    DataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        // Stays open between connections; closed by the test.
        source.setURL("jdbc:h2:file:" + folder.resolve("participant") + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    @AfterEach
    void shutDown() throws SQLException {
        execute("shutdown immediately");
    }

    @Test
    void workOfAnOldEpochDoesNotCommitOnceANewerOneWasSeen() throws Exception {
        Outcome old = barrier().run(Calls.of("s1", "drain", ActionKind.ACTION, 1), connection -> {
            effects().add(connection, "old");
            run(Calls.of("s1", "move", ActionKind.COMPENSATION, 2), "takes over");
            return new Verdict.Result("old");
        });

        assertRefused(old, Reason.STALE_EPOCH);
        assertThat(effects().all()).isEmpty();
        assertThat(run(Calls.of("s1", "drain", ActionKind.ACTION, 2), "new")).isEqualTo(new Done("new", false));
    }

    @Test
    void stepThatRunsInAnotherProcessIsInProgress() throws Exception {
        SagaCall call = Calls.action("s1", "drain");

        Outcome outer = barrier().run(call, connection -> {
            effects().add(connection, "outer");
            assertRefused(run(call, "inner"), Reason.IN_PROGRESS);
            assertRefused(run(Calls.compensation("s1", "drain"), "undo"), Reason.IN_PROGRESS);
            return new Verdict.Result("outer");
        });

        assertThat(outer).isEqualTo(new Done("outer", false));
        assertThat(effects().all()).containsExactly("outer");
    }
}
