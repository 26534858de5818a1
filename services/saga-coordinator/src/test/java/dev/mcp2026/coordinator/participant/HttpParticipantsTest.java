package dev.mcp2026.coordinator.participant;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.testkit.process.FreePort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A participant that answers `/STATUS/LETTERS` so.
@Timeout(60)
final class HttpParticipantsTest {
    private static final int RESULT_BYTES = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpParticipants participants = new HttpParticipants(
            vertx,
            vertx.createHttpClient(),
            Calls.LOOPBACK,
            new Limit("mcp.saga.limits.result-bytes", RESULT_BYTES, "bytes"));
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(FreePort.loopback(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", HttpParticipantsTest::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        byte[] body = "x".repeat(Integer.parseInt(path[2])).getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(Integer.parseInt(path[1]), body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private Outcome call(String path, Side side) throws InterruptedException {
        Request request = Calls.of(to(server.getAddress().getPort(), path), side, Duration.ofSeconds(30));
        return participants.call(request, (Call.Http) request.call());
    }

    @ParameterizedTest
    @ValueSource(ints = {RESULT_BYTES + 1, 1_000 * RESULT_BYTES})
    void aResultOverTheLimitIsUnknownForItTookEffect(int letters) throws Exception {
        assertThat(call("200/" + letters, Side.ACTION))
                .isInstanceOf(Outcome.Unknown.class)
                .asString()
                .contains("larger than 1000 bytes", "mcp.saga.limits.result-bytes");
    }

    @Test
    void aResultUpToTheLimitIsWhole() throws Exception {
        assertThat(call("200/" + RESULT_BYTES, Side.ACTION))
                .isInstanceOfSatisfying(
                        Outcome.Success.class,
                        success -> assertThat(success.result().asText()).hasSize(RESULT_BYTES));
    }

    /// Also one that is there before the caller goes on: many callers on few cores are put aside at any moment.
    @Test
    void everyAnswerIsHeard() throws Exception {
        List<Future<Outcome>> calls = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3_000; i++) {
                calls.add(callers.submit(() -> call("200/1", Side.ACTION)));
            }
        }
        for (Future<Outcome> each : calls) {
            assertThat(each.get()).isInstanceOf(Outcome.Success.class);
        }
    }

    @Test
    void aCompensationsResultIsNotNeeded() throws Exception {
        assertThat(call("200/5000", Side.COMPENSATION)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void aLongRefusalIsARefusal() throws Exception {
        assertThat(call("422/5000", Side.ACTION)).isInstanceOf(Outcome.Refusal.class);
        assertThat(call("503/5000", Side.ACTION)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void whoDoesNotAnswerInTimeIsLeftAlone() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, FreePort.loopback())) {
            Request request = Calls.of(to(silent.getLocalPort(), "slow"), Side.ACTION, Duration.ofMillis(300));
            assertThat(participants.call(request, (Call.Http) request.call()))
                    .isEqualTo(new Outcome.Unknown("no answer within 300 ms"));
            try (Socket connection = silent.accept()) {
                connection.setSoTimeout(30_000);
                assertThat(connection.getInputStream().readAllBytes())
                        .as("what it was sent until the connection was closed")
                        .asString(StandardCharsets.US_ASCII)
                        .startsWith("POST /slow HTTP/1.1");
            }
        }
    }

    @Test
    void whoBreaksOffInItsAnswerMayHaveDoneIt() throws Exception {
        try (ServerSocket broken = new ServerSocket(0, 1, FreePort.loopback())) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = broken.accept()) {
                    connection.getInputStream().read();
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Request request = Calls.of(to(broken.getLocalPort(), "x"), Side.ACTION, Duration.ofSeconds(30));
            assertThat(participants.call(request, (Call.Http) request.call()))
                    .isInstanceOf(Outcome.Unknown.class)
                    .asString()
                    .contains("127.0.0.1:" + broken.getLocalPort());
        }
    }

    private static String to(int port, String path) {
        return "{ http: { url: 'http://127.0.0.1:%d/%s' } }".formatted(port, path);
    }
}
