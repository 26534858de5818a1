package dev.mcp2026.registry.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.catalogue.Endpoint;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {
    private static final InstanceKey KEY = key("one");

    private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
    private final HealthMonitor monitor = new HealthMonitor(
            new CellId("cell-1"),
            InstantSource.system(),
            System::nanoTime,
            RandomGenerator.of("L64X128MixRandom"),
            HealthRules.defaults(),
            ProbeLimits.defaults(),
            (_, verdict) -> verdicts.add(verdict));

    @AfterEach
    void close() {
        monitor.close();
    }

    static InstanceKey key(String instance) {
        return new InstanceKey(
                new CellId("cell-1"), new TenantId("acme"), new ServiceName("web"), new InstanceId(instance));
    }

    static Registration registration(int port, @Nullable Duration lease, CheckSpec... checks) {
        return registration("127.0.0.1", port, lease, checks);
    }

    private static Registration registration(String host, int port, CheckSpec check) {
        return registration(host, port, null, check);
    }

    private static Registration registration(String host, int port, @Nullable Duration lease, CheckSpec... checks) {
        return new Registration(
                new TenantId("acme"),
                new ServiceName("web"),
                new InstanceId("one"),
                List.of(new Endpoint("main", host, port, "http")),
                "",
                "",
                Map.of(),
                List.of(checks),
                lease);
    }

    static CheckSpec http(String path) {
        return new CheckSpec(
                "http", "main", Duration.ofMillis(200), Duration.ofSeconds(1), new CheckKind.Http(path, 200, 299));
    }

    private HealthState state() {
        return monitor.verdict(KEY).orElseThrow().state();
    }

    private int successesInARow() {
        Matcher line = Pattern.compile("(\\d+) successes in a row")
                .matcher(String.join("\n", monitor.explain(KEY).orElseThrow().reasoning()));
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(2);
        }
    }

    /// A web server that may serve one connection at a time, as simple ones do.
    private static final class WebServer implements AutoCloseable {
        final ServerSocket server;
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        WebServer(int port, boolean oneAtATime) throws IOException {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(() -> serve(oneAtATime));
        }

        private void serve(boolean oneAtATime) {
            try {
                while (true) {
                    Socket socket = server.accept();
                    open.add(socket);
                    if (oneAtATime) {
                        answer(socket);
                    } else {
                        Thread.ofVirtual().start(() -> answer(socket));
                    }
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                byte[] request = new byte[1024];
                if (socket.getInputStream().read(request) > 0) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the other side left
            }
            open.remove(socket);
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void aCrashIsSeenAndHealed() throws Exception {
        int port;
        try (WebServer server = new WebServer(0, false)) {
            port = server.port();
            monitor.track(KEY, registration(port, null, http("/")));
            await(() -> state() == HealthState.UP);
        }
        await(() -> state() == HealthState.DOWN);
        Explanation why = monitor.explain(KEY).orElseThrow();
        assertThat(why.verdict().cause()).isEqualTo(Cause.TARGET);
        assertThat(why.verdict().evidence().getFirst().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(why.history().getFirst().to()).isEqualTo(HealthState.DOWN);
        assertThat(why.reasoning()).anyMatch(line -> line.contains("check 'http'"));
        try (WebServer _ = new WebServer(port, false)) {
            await(() -> state() == HealthState.UP);
        }
    }

    @Test
    void aServerOfOneConnectionAtATimeIsNotHarmedForLong() throws Exception {
        try (WebServer server = new WebServer(0, true)) {
            CheckSpec check = new CheckSpec(
                    "http", "main", Duration.ofMillis(100), Duration.ofMillis(100), new CheckKind.Http("/", 200, 299));
            monitor.track(KEY, registration(server.port(), null, check));
            // Blocked by our idle connection twice, then left without one.
            await(() -> successesInARow() >= 10);
            assertThat(verdicts).anyMatch(v -> v.state() == HealthState.SUSPECT);
            assertThat(verdicts).noneMatch(v -> v.state() == HealthState.DOWN);
        }
    }

    @Test
    void aLeasedInstanceIsUpWhenRegisteredAndDownWhenSilent() throws Exception {
        monitor.track(KEY, registration(1, Duration.ofSeconds(1)));
        assertThat(state()).isEqualTo(HealthState.UP);
        assertThat(monitor.heartbeat(KEY, 1)).isTrue();
        await(() -> state() == HealthState.SUSPECT);
        await(() -> state() == HealthState.DOWN);
        assertThat(verdicts.getLast().reason()).contains("no heartbeat");
    }

    @Test
    void trackingAgainKeepsHistoryAndUntrackingEndsIt() throws Exception {
        try (WebServer server = new WebServer(0, false)) {
            Registration registration = registration(server.port(), null, http("/"));
            monitor.track(KEY, registration);
            await(() -> state() == HealthState.UP);
            int before = verdicts.size();
            monitor.track(KEY, registration);
            monitor.track(KEY, registration(server.port(), null, http("/other")));
            assertThat(state()).isEqualTo(HealthState.UP);
            assertThat(verdicts).hasSize(before);
            monitor.untrack(KEY);
            assertThat(monitor.explain(KEY)).isEmpty();
            assertThat(monitor.heartbeat(KEY, 1)).isFalse();
        }
    }

    @Test
    void anothersReportIsTaken() {
        monitor.track(KEY, registration(1, null));
        assertThat(state()).isEqualTo(HealthState.UNKNOWN);
        monitor.report(KEY, new Observation("agent-a", Outcome.OK, "socket open", Instant.now()));
        assertThat(state()).isEqualTo(HealthState.UP);
        monitor.observerGone("agent-a");
        assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    }

    @Test
    void anOldReportIsRefusedAndSaysWhy() {
        monitor.track(KEY, registration(1, null));
        Instant old = Instant.now().minusSeconds(11);
        assertThatThrownBy(() -> monitor.report(KEY, new Observation("agent-a", Outcome.REFUSED, "", old)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("stamp")
                .hasMessageContaining("mcp.health.report-fresh");
        assertThatThrownBy(() -> monitor.report(KEY, new Observation("agent-a", Outcome.OK, "", Instant.EPOCH)))
                .hasMessageContaining("has none");
        assertThat(state()).isEqualTo(HealthState.UNKNOWN);
        monitor.report(
                KEY, new Observation("agent-a", Outcome.OK, "", Instant.now().minusSeconds(5)));
        assertThat(state()).isEqualTo(HealthState.UP);
    }

    @Test
    void aDeniedTargetIsNotProbedAndNotDown() throws Exception {
        monitor.track(KEY, registration("169.254.169.254", 80, http("/latest/meta-data/")));
        await(() -> state() != HealthState.UNKNOWN);
        Verdict verdict = monitor.verdict(KEY).orElseThrow();
        assertThat(verdict.state()).isEqualTo(HealthState.SUSPECT);
        assertThat(verdict.cause()).isEqualTo(Cause.OBSERVER);
        assertThat(verdict.reason()).contains("169.254.0.0/16", "mcp.health.probe.denied-targets");
    }

    @Test
    void aHeldLeaseIsSuspectUntilReleased() {
        monitor.track(KEY, registration(1, Duration.ofMinutes(1)));
        monitor.leaseSuspect(KEY, Cause.PATH, "40 of 100 leases ran out");
        assertThat(state()).isEqualTo(HealthState.SUSPECT);
        monitor.leaseReleased(KEY);
        assertThat(state()).isEqualTo(HealthState.UP);
    }
}
