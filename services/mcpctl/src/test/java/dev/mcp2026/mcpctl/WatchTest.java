package dev.mcp2026.mcpctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.WatchChange;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);

    @TempDir
    Path directory;

    @Test
    void showsChangesAndResumesAfterTheCellWasAway() throws IOException, InterruptedException {
        try (CellUnderTest cell = new CellUnderTest(directory)) {
            cell.registry.put(instance("redis", HealthState.HEALTH_STATE_UP));
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            Thread watch = Thread.ofVirtual().start(() -> cell.line(out, err).execute("services", "--watch"));
            await(() -> out.toString().contains("redis-1"));

            cell.registry.push(WatchChange.newBuilder()
                    .setPut(instance("redis", HealthState.HEALTH_STATE_DOWN))
                    .build());
            await(() -> out.toString().contains("DOWN"));
            cell.registry.remove("redis", "redis-1");
            await(() -> out.toString().contains("REMOVED"));

            int port = cell.port();
            cell.stop();
            await(() -> err.toString().contains("trying again in"));
            cell.start(port);
            await(() -> cell.registry.resumeTokens.size() == 2);
            assertThat(cell.registry.resumeTokens).containsExactly("", "t2");
            await(() -> err.toString().contains("connected again"));

            watch.interrupt();
            assertThat(watch.join(DEADLINE)).isTrue();
        }
    }

    private static Instance instance(String service, HealthState state) {
        Registration registration = Registration.newBuilder()
                .setTenant("default")
                .setService(service)
                .setInstance(service + "-1")
                .build();
        return FakeRegistry.instance(registration, state);
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(DEADLINE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("the condition holds in time").isBefore(end);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
