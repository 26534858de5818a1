package dev.mcp2026.benchmarks.saga;

import com.google.protobuf.Timestamp;
import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.proto.saga.v1.GetSagaRequest;
import dev.mcp2026.proto.saga.v1.LogEvent;
import dev.mcp2026.proto.saga.v1.SagaEvent;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// A coordinator with one threshold of its breakers, and three participants: one that does, one that refuses so that
/// each saga has to go back, and one that undoes, which hangs for a while.
final class Threshold implements AutoCloseable {
    private static final int CONFLICT = 409;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int DIGITS = 3;
    private static final String HELD_BACK = "the breaker of";
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final Shop stock;
    private final Shop accounts;
    private final HangingShop returns;
    private final SagaProcess coordinator;
    private final ConcurrentLinkedQueue<String> started = new ConcurrentLinkedQueue<>();

    /// What came of the sagas.
    ///
    /// @param latencies of compensations that waited when it answered again, from then to their end, milliseconds
    /// @param failedCalls of compensations, each of which was made again
    /// @param dead compensations that were given up
    record Result(int sagas, Histogram latencies, int calls, int failedCalls, int dead) {
        double failedShare() {
            return 100.0 * failedCalls / Math.max(1, calls);
        }

        double deadShare() {
            return 100.0 * dead / Math.max(1, sagas);
        }
    }

    Threshold(Bench bench, Vertx vertx, int seconds) throws IOException {
        stock = new Shop(vertx);
        accounts = new Shop(vertx);
        accounts.behave(request -> request.response().setStatusCode(CONFLICT).end());
        returns = new HangingShop(vertx);
        coordinator = SagaProcess.start(
                bench,
                String.join(",", stock.address(), accounts.address(), returns.address()),
                "mcp.saga.breaker.threshold=" + seconds + "s");
    }

    private String definition() {
        return """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  steps:
                    - step: reserve
                      action: { http: { url: 'http://%s/reserve' } }
                      compensation: { http: { url: 'http://%s/release' }, deadline: 10s }
                    - step: charge
                      action: { http: { url: 'http://%s/charge' } }
                      compensation: { http: { url: 'http://%s/refund' }, deadline: 10s }
                """.formatted(stock.address(), returns.address(), accounts.address(), returns.address());
    }

    /// The first waits for a coordinator that owns no shard yet.
    void warm(int sagas) {
        for (int i = 0; i < sagas; i++) {
            awaitEnd(coordinator.start(definition()));
        }
    }

    void startOne() {
        started.add(coordinator
                .sagas()
                .startSaga(StartSagaRequest.newBuilder()
                        .setDefinition(definition())
                        .build())
                .getSagaId());
    }

    void hang() {
        returns.hang();
    }

    void goOn() {
        returns.goOn();
    }

    private void awaitEnd(String id) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        GetSagaRequest request = GetSagaRequest.newBuilder().setSagaId(id).build();
        while (true) {
            var saga = coordinator.sagas().getSaga(request).getSaga();
            if (saga.getPhase() == SagaPhase.SAGA_PHASE_COMPENSATED || saga.getStuck()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("saga " + id + " is still " + saga.getPhase());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// To be asked when no more are started.
    Result result(Instant answersAgain) {
        Histogram latencies = new Histogram(LONGEST_MILLIS, DIGITS);
        int calls = 0;
        int failed = 0;
        int dead = 0;
        for (String id : started) {
            awaitEnd(id);
            List<SagaEvent> events = coordinator
                    .sagas()
                    .getSaga(GetSagaRequest.newBuilder().setSagaId(id).build())
                    .getEventsList();
            Instant begun = answersAgain;
            for (SagaEvent event : events) {
                Instant at = instant(event.getAt());
                LogEvent.Kind kind = event.getEvent().getKind();
                switch (kind) {
                    case KIND_UNDO_BEGUN -> begun = at;
                    case KIND_UNDONE -> {
                        calls++;
                        if (begun.isBefore(answersAgain) && at.isAfter(answersAgain)) {
                            latencies.recordValue(at.toEpochMilli() - answersAgain.toEpochMilli());
                        }
                    }
                    case KIND_FAILED -> {
                        int one = isFailedCall(event.getEvent()) ? 1 : 0;
                        calls += one;
                        failed += one;
                    }
                    case KIND_DEAD_LETTERED -> dead++;
                    default -> {}
                }
            }
        }
        return new Result(started.size(), latencies, calls, failed, dead);
    }

    /// Not one that the breaker held back: that was no call.
    private static boolean isFailedCall(LogEvent event) {
        return event.getCompensation() && !event.getReason().startsWith(HELD_BACK);
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    @Override
    public void close() {
        coordinator.close();
        returns.close();
        accounts.close();
        stock.close();
    }
}
