package dev.mcp2026.benchmarks.saga;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.saga.v1.ListSagasRequest;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Sagas whose participant is not there for a while: what they cost to keep, and to take up again after a crash.
final class OpenSagas implements Section {
    private static final int SAGAS = 100_000;
    private static final int CLIENTS = 64;
    private static final int UNAVAILABLE = 503;

    @Override
    public String name() {
        return "open";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Shop away = new Shop(vertx);
                SagaProcess ours = SagaProcess.start(bench, away.address(), "mcp.saga.limits.open-per-tenant=200000")) {
            away.behave(request -> request.response().setStatusCode(UNAVAILABLE).end());
            String definition = """
                    apiVersion: mcp2026/v1
                    kind: Saga
                    metadata: { name: waits }
                    spec:
                      deadline: 24h
                      steps:
                        - step: reserve
                          action: { http: { url: 'http://%1$s/x' }, retry: { attempts: 1000, backoff: 1h, cap: 1h } }
                          compensation: { http: { url: 'http://%1$s/x' } }
                    """.formatted(away.address());
            ours.start(definition);
            double before = ours.residentMiB();
            bench.say("  " + SAGAS + " sagas are started");
            long began = System.nanoTime();
            start(ours, definition);
            double seconds = (System.nanoTime() - began) / 1e9;
            double after = ours.residentMiB();
            bench.say("  crash");
            double recovered = ours.crash();
            return List.of(
                    Row.of("100k open sagas, started", "sagas/s", SAGAS / seconds),
                    Row.of("100k open sagas, resident memory (" + Math.round(before) + " before)", "MiB", after),
                    Row.of("100k open sagas, kill -9 to first answer", "s", recovered),
                    Row.of("100k open sagas, kill -9 to all driven", "s", recovered + untilDriven(ours, definition)),
                    Row.of("100k open sagas, resident memory after that", "MiB", ours.residentMiB()),
                    Row.of("100k open sagas, not found again", "sagas", (double) lost(ours))
                            .atMost(0, "0"));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void start(SagaProcess ours, String definition) throws Exception {
        StartSagaRequest request =
                StartSagaRequest.newBuilder().setDefinition(definition).build();
        AtomicInteger next = new AtomicInteger(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new java.util.ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    while (next.getAndIncrement() < SAGAS) {
                        var _ = ours.sagas().startSaga(request);
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    /// A new saga is taken only once the shards are driven.
    private static double untilDriven(SagaProcess ours, String definition) {
        long began = System.nanoTime();
        ours.start(definition);
        return (System.nanoTime() - began) / 1e9;
    }

    private static int lost(SagaProcess ours) {
        int running = 0;
        String page = "";
        do {
            var answer = ours.sagas()
                    .listSagas(ListSagasRequest.newBuilder()
                            .addPhases(SagaPhase.SAGA_PHASE_RUNNING)
                            .setPageSize(1000)
                            .setPageToken(page)
                            .build());
            running += answer.getSagasCount();
            page = answer.getNextPageToken();
        } while (!page.isEmpty());
        return Math.max(0, SAGAS - running);
    }
}
