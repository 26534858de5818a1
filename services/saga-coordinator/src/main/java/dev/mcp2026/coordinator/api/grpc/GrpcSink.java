package dev.mcp2026.coordinator.api.grpc;

import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.coordinator.watch.EventSink;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import io.grpc.stub.ServerCallStreamObserver;

/// A gRPC stream as a watch's client.
record GrpcSink(ServerCallStreamObserver<WatchSagaResponse> client) implements EventSink {
    @Override
    public boolean ready() {
        return client.isReady();
    }

    @Override
    public void event(Recorded.Happened happened, Phase phase) {
        client.onNext(WatchSagaResponse.newBuilder()
                .setEvent(SagaCodec.event(happened))
                .setPhase(SagaLog.phase(phase))
                .build());
    }

    @Override
    public void complete() {
        client.onCompleted();
    }

    @Override
    public void fail(FaultException why) {
        client.onError(why);
    }
}
