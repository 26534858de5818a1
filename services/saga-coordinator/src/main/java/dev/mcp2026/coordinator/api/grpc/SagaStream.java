package dev.mcp2026.coordinator.api.grpc;

import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;

/// One watch of a saga: its events one by one, at the client's speed; over when the saga is.
final class SagaStream {
    private final ServerCallStreamObserver<WatchSagaResponse> client;
    private final Runnable ended;
    private long sent;
    private Recorded newest;
    private boolean over;

    /// @param after events up to this number are known
    /// @param ended called once
    SagaStream(ServerCallStreamObserver<WatchSagaResponse> client, Recorded saga, long after, Runnable ended) {
        this.client = client;
        this.newest = saga;
        this.sent = after;
        this.ended = ended;
    }

    void open() {
        client.setOnReadyHandler(this::send);
        client.setOnCancelHandler(this::end);
        client.setOnCloseHandler(this::end);
        send();
    }

    synchronized void changed(Recorded saga) {
        if (saga.length() > newest.length()) {
            newest = saga;
        }
        send();
    }

    private synchronized void send() {
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
            ended.run();
        }
    }
}
