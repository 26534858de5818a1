package dev.mcp2026.coordinator.api.grpc;

import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One watch of a saga: its events one by one, at the client's speed; over when the saga is.
final class SagaStream {
    private final ServerCallStreamObserver<WatchSagaResponse> client;
    private long sent;
    private @Nullable Recorded newest;
    /// There is none before it is open.
    private @Nullable Runnable ended;
    private boolean over;

    /// @param after events up to this number are known
    SagaStream(ServerCallStreamObserver<WatchSagaResponse> client, long after) {
        this.client = client;
        this.sent = after;
    }

    /// To be called before the call's method returns: gRPC takes no handlers after that.
    void listen() {
        client.setOnReadyHandler(this::send);
        client.setOnCancelHandler(this::end);
        client.setOnCloseHandler(this::end);
    }

    /// Sends from now on.
    ///
    /// @param whenOver called once
    synchronized void open(Recorded saga, Runnable whenOver) {
        ended = whenOver;
        if (over) {
            whenOver.run();
            return;
        }
        changed(saga);
    }

    /// What is heard before it is open is kept.
    synchronized void changed(Recorded saga) {
        if (newest == null || saga.length() > newest.length()) {
            newest = saga;
        }
        send();
    }

    private synchronized void send() {
        if (ended == null || newest == null) {
            return;
        }
        List<Recorded.Happened> events = newest.events();
        while (!over && sent < events.size() && client.isReady()) {
            Recorded.Happened next = events.get((int) sent);
            sent = next.number();
            client.onNext(WatchSagaResponse.newBuilder()
                    .setEvent(SagaCodec.event(next))
                    .setPhase(SagaLog.phase(newest.state().phase()))
                    .build());
        }
        if (!over && sent >= events.size() && newest.state().phase().isFinal()) {
            client.onCompleted();
            end();
        }
    }

    private synchronized void end() {
        if (!over) {
            over = true;
            if (ended != null) {
                ended.run();
            }
        }
    }
}
