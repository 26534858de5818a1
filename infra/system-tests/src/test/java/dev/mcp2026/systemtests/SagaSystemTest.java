package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.protobuf.Duration;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.saga.v1.GetSagaRequest;
import dev.mcp2026.proto.saga.v1.ListSagasRequest;
import dev.mcp2026.proto.saga.v1.LogEvent;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.proto.saga.v1.StartSagaResponse;
import dev.mcp2026.proto.saga.v1.WatchSagaRequest;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real saga coordinator and a real participant over HTTP.
class SagaSystemTest {
    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(60);
    private static final int WATCHES = 20;
    private static final int OPEN = 8;

    /// Tokens that took effect, by path; a repeat of one takes none.
    private final Map<String, String> effects = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    private ServiceProcess coordinator;
    private TrustDirectory trust;
    private HttpServer participant;
    private volatile boolean absent;

    @BeforeEach
    void start() throws Exception {
        participant = HttpServer.create(new InetSocketAddress(FreePort.loopback(), 0), 0);
        participant.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        participant.createContext("/", this::answer);
        participant.start();
        trust = new TrustDirectory(directory.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("saga-coordinator")));
        coordinator = new ServiceProcess("cell1", directory.resolve("coordinator"), trust);
        coordinator.start(
                "saga",
                BuiltApplication.command("saga-coordinator", List.of("-Xmx256m"), List.of("-Xmx192m")),
                """
                mcp.saga.lease=2s
                mcp.saga.participants.default=127.0.0.1:*
                mcp.saga.limits.open-per-tenant=%d
                """.formatted(OPEN));
    }

    @AfterEach
    void stop() {
        if (coordinator != null) {
            coordinator.close();
        }
        participant.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        int status = absent ? 503 : path.equals("/refuse") ? 422 : 200;
        if (status == 200) {
            effects.putIfAbsent(exchange.getRequestHeaders().getFirst("Idempotency-Key"), path);
        }
        byte[] body = ("{\"path\":\"" + path + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private SagasGrpc.SagasBlockingStub sagas() throws Exception {
        return SagasGrpc.newBlockingStub(coordinator.channel(TrustPlan.DEVELOPER));
    }

    private String definition(String second) {
        String url = "http://127.0.0.1:" + participant.getAddress().getPort();
        return """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  steps:
                    - step: reserve
                      action: { http: { url: 'URL/reserve' } }
                      compensation: { http: { url: 'URL/release' } }
                    - step: pay
                      action:
                        http: { url: 'URL/SECOND', body: { from: '${results.reserve.path}' } }
                        retry: { attempts: 1000, backoff: 20ms, cap: 100ms }
                      compensation: { http: { url: 'URL/refund' } }
                """.replace("URL", url).replace("SECOND", second);
    }

    /// A coordinator that has just begun owns no shards for a moment.
    private String started(SagasGrpc.SagasBlockingStub sagas, String definition) {
        StartSagaRequest request =
                StartSagaRequest.newBuilder().setDefinition(definition).build();
        List<String> id = new ArrayList<>();
        Await.until("a saga to start", PATIENCE, () -> {
            try {
                id.add(sagas.startSaga(request).getSagaId());
                return true;
            } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                return false;
            }
        });
        return id.getFirst();
    }

    private static List<WatchSagaResponse> watched(SagasGrpc.SagasBlockingStub sagas, String id) {
        Iterator<WatchSagaResponse> stream = sagas.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .watchSaga(WatchSagaRequest.newBuilder().setSagaId(id).build());
        List<WatchSagaResponse> heard = new ArrayList<>();
        stream.forEachRemaining(heard::add);
        return heard;
    }

    @Test
    void aWatchTellsEachEventOnceAndEndsWithTheSaga() throws Exception {
        var sagas = sagas();
        for (int i = 0; i < WATCHES; i++) {
            String id = started(sagas, definition("pay"));
            List<WatchSagaResponse> heard = watched(sagas, id);
            assertThat(heard)
                    .extracting(each -> each.getEvent().getEvent().getKind())
                    .containsExactly(
                            LogEvent.Kind.KIND_BEGUN,
                            LogEvent.Kind.KIND_SUCCEEDED,
                            LogEvent.Kind.KIND_BEGUN,
                            LogEvent.Kind.KIND_SUCCEEDED,
                            LogEvent.Kind.KIND_COMPLETED);
            assertThat(heard.getLast().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPLETED);
        }
        assertThat(effects).hasSize(2 * WATCHES);
    }

    @Test
    void whatIsRefusedIsUndone() throws Exception {
        var sagas = sagas();
        String id = started(sagas, definition("refuse"));
        assertThat(watched(sagas, id).getLast().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPENSATED);
        assertThat(effects.values()).containsExactlyInAnyOrder("/reserve", "/release");
    }

    @Test
    void aSagaGoesOnAfterItsCoordinatorWasKilled() throws Exception {
        absent = true;
        var sagas = sagas();
        String id = started(sagas, definition("pay"));
        coordinator.kill();
        absent = false;
        coordinator.restart();
        var again = sagas();
        assertThat(watched(again, id).getLast().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPLETED);
        assertThat(effects.values()).containsExactlyInAnyOrder("/reserve", "/pay");
        assertThat(again.getSaga(GetSagaRequest.newBuilder().setSagaId(id).build())
                        .getEpoch())
                .isGreaterThan(1);
    }

    @Test
    void whoIsSaturatedSaysSoStartsNothingAndTakesMoreLater() throws Exception {
        absent = true;
        var sagas = sagas();
        List<String> open = new ArrayList<>();
        for (int i = 0; i < OPEN; i++) {
            open.add(started(sagas, definition("pay")));
        }
        StartSagaRequest more =
                StartSagaRequest.newBuilder().setDefinition(definition("pay")).build();
        assertThatThrownBy(() -> sagas.startSaga(more))
                .asInstanceOf(type(StatusRuntimeException.class))
                .extracting(StatusRuntimeException::getStatus)
                .satisfies(status -> {
                    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                    assertThat(status.getDescription()).contains("tenant default", "mcp.saga.limits.open-per-tenant");
                });
        absent = false;
        for (String id : open) {
            assertThat(watched(sagas, id).getLast().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPLETED);
        }
        String later = started(sagas, definition("pay"));
        assertThat(watched(sagas, later).getLast().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPLETED);
        assertThat(effects).hasSize(2 * (OPEN + 1));
    }

    @Test
    void aParticipantThatIsNotThereIsToldAtTheStartUnlessNobodyAsks() throws Exception {
        var sagas = sagas();
        String away = definition("pay")
                .replaceFirst(":" + participant.getAddress().getPort() + "/pay", ":" + FreePort.find() + "/pay");
        StartSagaRequest.Builder request = StartSagaRequest.newBuilder().setDefinition(away);
        AtomicReference<Status> refused = new AtomicReference<>();
        Await.until("an answer of one that owns its shards", PATIENCE, () -> {
            refused.set(refused(sagas, request.build()));
            return !String.valueOf(refused.get().getDescription()).contains("drives no sagas yet");
        });
        assertThat(refused.get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.get().getDescription()).contains("steps.pay", "can't be reached", "nothing was started");
        assertThat(sagas.listSagas(ListSagasRequest.getDefaultInstance()).getSagasList())
                .isEmpty();
        String id = sagas.startSaga(request.setSkipProbe(true).build()).getSagaId();
        assertThat(sagas.getSaga(GetSagaRequest.newBuilder().setSagaId(id).build())
                        .getSaga()
                        .getPhase())
                .isNotEqualTo(SagaPhase.SAGA_PHASE_UNSPECIFIED);
    }

    @Test
    void aStartMayWaitForTheEnd() throws Exception {
        var sagas = sagas();
        started(sagas, definition("pay"));
        StartSagaRequest.Builder waiting =
                StartSagaRequest.newBuilder().setWait(Duration.newBuilder().setSeconds(PATIENCE.toSeconds()));
        StartSagaResponse done =
                sagas.startSaga(waiting.setDefinition(definition("pay")).build());
        assertThat(done.getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPLETED);
        StartSagaResponse undone =
                sagas.startSaga(waiting.setDefinition(definition("refuse")).build());
        assertThat(undone.getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPENSATED);
        assertThat(undone.getReason()).contains("422");
        absent = true;
        StartSagaResponse late = sagas.startSaga(waiting.setDefinition(definition("pay"))
                .setWait(Duration.newBuilder().setNanos(50_000_000))
                .build());
        assertThat(late.getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_RUNNING);
        absent = false;
        assertThat(watched(sagas, late.getSagaId()).getLast().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPLETED);
        assertThat(refused(
                                sagas,
                                waiting.setWait(Duration.newBuilder().setSeconds(100_000))
                                        .build())
                        .getDescription())
                .contains("a wait for a saga's end");
    }

    private static Status refused(SagasGrpc.SagasBlockingStub sagas, StartSagaRequest request) {
        try {
            return fail("it started as " + sagas.startSaga(request).getSagaId());
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @Test
    void serverSentEventsTellEachEventAndEndWithTheSagaAndGoOnAfterOne() throws Exception {
        String id = started(sagas(), definition("pay"));
        HttpResponse<String> all = get("/api/v1/sagas/" + id + "/events", "");
        assertThat(all.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(all.body().lines().filter(line -> line.startsWith("id:")))
                .containsExactly("id:1", "id:2", "id:3", "id:4", "id:5");
        assertThat(all.body().lines().filter(line -> line.startsWith("event:")))
                .containsExactly("event:BEGUN", "event:SUCCEEDED", "event:BEGUN", "event:SUCCEEDED", "event:COMPLETED");
        assertThat(all.body().lines().filter(line -> line.startsWith("data:")).toList())
                .last()
                .asString()
                .contains("\"kind\":\"COMPLETED\"", "\"phase\":\"COMPLETED\"");
        assertThat(get("/api/v1/sagas/" + id + "/events", "3").body().lines().filter(line -> line.startsWith("id:")))
                .containsExactly("id:4", "id:5");
    }

    @Test
    void serverSentEventsOfNoSagaAreAProblemDocument() throws Exception {
        HttpResponse<String> none = get("/api/v1/sagas/" + "0".repeat(21) + "/events", "");
        assertThat(none.statusCode()).as(none.body()).isIn(400, 404);
        assertThat(none.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        String id = started(sagas(), definition("pay"));
        assertThat(get("/api/v1/sagas/" + id + "/events", "x").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/sagas/" + id + "/events?after=-1", "").body()).contains("no event's number");
    }

    private HttpResponse<String> get(String path, String lastEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + coordinator.httpPort + path))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(trust.token()).strip())
                .header("Accept", "text/event-stream, application/problem+json")
                .timeout(PATIENCE);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(TlsMaterial.read(trust.svid(TrustPlan.DEVELOPER))
                        .withoutSvid()
                        .sslContext())
                .build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
