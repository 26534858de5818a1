package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.narayana.lra.client.NarayanaLRAClient;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.lra.annotation.LRAStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Narayana's LRA client, unchanged and over mTLS, with a real coordinator.
class LraSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "changeit";
    private static final String PREFIX = "lra.http-client.";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /// `METHOD /path status-in-the-body`, in order.
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    private HttpServer participant;
    private ServiceProcess coordinator;
    private NarayanaLRAClient client;
    private SSLContext tls;
    private URI started;

    @BeforeEach
    void start() throws Exception {
        participant = HttpServer.create(new InetSocketAddress(FreePort.loopback(), 0), 0);
        participant.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        participant.createContext("/", this::answer);
        participant.start();
        TrustDirectory trust = new TrustDirectory(directory.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("saga-coordinator")));
        coordinator = new ServiceProcess("cell1", directory.resolve("coordinator"), trust);
        coordinator.start(
                "saga",
                BuiltApplication.command("saga-coordinator", List.of("-Xmx256m"), List.of("-Xmx192m")),
                """
                mcp.saga.lease=2s
                mcp.saga.participants.default=127.0.0.1:%d
                mcp.saga.lra.retry=50ms
                mcp.saga.lra.retry-cap=200ms
                """.formatted(participant.getAddress().getPort()));
        configure(TlsMaterial.read(trust.svid(TrustPlan.DEVELOPER)));
        client = new NarayanaLRAClient(URI.create("https://127.0.0.1:" + coordinator.httpPort + "/lra-coordinator"));
    }

    private void configure(TlsMaterial material) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "svid",
                material.svid().key(),
                PASSWORD.toCharArray(),
                material.svid().chain().toArray(Certificate[]::new));
        tls = material.sslContext();
        set("keyStore", keys);
        set("trustStore", material.trustStore());
    }

    private void set(String name, KeyStore store) throws Exception {
        Path file = directory.resolve(name + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        System.setProperty(PREFIX + name, file.toString());
        System.setProperty(PREFIX + name + "Password", PASSWORD);
        System.setProperty(PREFIX + name + "Type", "PKCS12");
    }

    @AfterEach
    void stop() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(System::clearProperty);
        if (client != null) {
            client.close();
        }
        if (coordinator != null) {
            coordinator.close();
        }
        participant.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
        exchange.sendResponseHeaders(statuses.getOrDefault(path, OK), -1);
        exchange.close();
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + participant.getAddress().getPort() + path);
    }

    /// A coordinator that has just begun may not be ready to look after any.
    private URI begun(URI parent, long millis) {
        Await.until("an LRA to start", PATIENCE, () -> {
            started = client.startLRA(parent, "test", millis, ChronoUnit.MILLIS);
            return true;
        });
        return started;
    }

    private URI joined(URI lra, String name) {
        return client.joinLRA(
                lra,
                0L,
                url("/" + name + "/compensate"),
                url("/" + name + "/complete"),
                null,
                null,
                url("/" + name + "/after"),
                null,
                (StringBuilder) null);
    }

    private String listed(String status) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
            URI all = URI.create("https://127.0.0.1:" + coordinator.httpPort + "/lra-coordinator?Status=" + status);
            return http.send(HttpRequest.newBuilder(all).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void awaitStatus(URI lra, LRAStatus status) {
        Await.until(lra + " to be " + status, PATIENCE, () -> client.getStatus(lra) == status);
    }

    private void awaitCall(String call) {
        Await.until(call, PATIENCE, () -> calls.contains(call));
    }

    @Test
    void closesAndCancels() {
        URI closed = begun(null, 0);
        assertThat(client.getStatus(closed)).isEqualTo(LRAStatus.Active);
        URI recovery = joined(closed, "a");
        assertThat(joined(closed, "a")).isEqualTo(recovery);
        joined(closed, "b");
        client.closeLRA(closed);
        assertThat(client.getStatus(closed)).isEqualTo(LRAStatus.Closed);
        assertThat(calls).contains("PUT /a/complete", "PUT /b/complete");
        awaitCall("PUT /a/after Closed");
        calls.clear();
        URI cancelled = begun(null, 0);
        joined(cancelled, "a");
        joined(cancelled, "b");
        client.cancelLRA(cancelled);
        assertThat(client.getStatus(cancelled)).isEqualTo(LRAStatus.Cancelled);
        assertThat(calls.indexOf("PUT /b/compensate")).isNotNegative().isLessThan(calls.indexOf("PUT /a/compensate"));
        awaitCall("PUT /b/after Cancelled");
        assertThatThrownBy(() -> joined(cancelled, "late")).isInstanceOf(WebApplicationException.class);
        assertThatThrownBy(() -> client.closeLRA(cancelled)).isInstanceOf(WebApplicationException.class);
    }

    @Test
    void whoLeavesIsNotCalled() {
        URI lra = begun(null, 0);
        joined(lra, "a");
        joined(lra, "b");
        client.leaveLRA(lra, url("/a/compensate").toString());
        client.cancelLRA(lra);
        assertThat(client.getStatus(lra)).isEqualTo(LRAStatus.Cancelled);
        assertThat(calls).contains("PUT /b/compensate").doesNotContain("PUT /a/compensate");
    }

    @Test
    void whatTakesTooLongIsCancelled() {
        URI lra = begun(null, 300);
        joined(lra, "a");
        awaitStatus(lra, LRAStatus.Cancelled);
        assertThat(calls).contains("PUT /a/compensate");
    }

    @Test
    void aNestedOneThatClosedIsCancelledWithTheOuterOne() {
        URI outer = begun(null, 0);
        URI inner = begun(outer, 0);
        joined(inner, "inner");
        client.closeLRA(inner);
        assertThat(client.getStatus(inner)).isEqualTo(LRAStatus.Closed);
        assertThat(calls).containsExactly("PUT /inner/complete");
        client.cancelLRA(outer);
        awaitStatus(outer, LRAStatus.Cancelled);
        assertThat(calls).contains("PUT /inner/compensate");
        awaitCall("PUT /inner/after Cancelled");
    }

    @Test
    void goesOnAfterACrashUntilParticipantsAreThere() throws Exception {
        statuses.put("/a/complete", UNAVAILABLE);
        URI lra = begun(null, 0);
        joined(lra, "a");
        client.closeLRA(lra);
        assertThat(client.getStatus(lra)).isEqualTo(LRAStatus.Closing);
        coordinator.kill();
        coordinator.restart();
        statuses.clear();
        calls.clear();
        awaitStatus(lra, LRAStatus.Closed);
        assertThat(calls).contains("PUT /a/complete");
        assertThat(listed("Closed")).contains("\"lraId\":\"" + lra + "\"");
        assertThat(listed("Active")).isEqualTo("[]");
    }

    @Test
    void whoIsNotAllowedToBeCalledDoesNotJoin() {
        URI lra = begun(null, 0);
        assertThatThrownBy(() -> client.joinLRA(lra, 0L, URI.create("http://127.0.0.1:1"), new StringBuilder()))
                .isInstanceOf(WebApplicationException.class);
        client.closeLRA(lra);
        assertThat(client.getStatus(lra)).isEqualTo(LRAStatus.Closed);
    }
}
