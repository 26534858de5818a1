package dev.mcp2026.registry.api.grpc;

import dev.mcp2026.proto.registry.v1.WatchChange;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.watch.InstanceWatch;
import dev.mcp2026.registry.watch.RevisionPump;
import dev.mcp2026.registry.watch.StreamQuota;
import dev.mcp2026.registry.wire.InstanceCodec;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A watch's client end over gRPC, with the stream's own flow control as readiness.
final class WatchStream implements InstanceWatch.Client {
    private final ServerCallStreamObserver<WatchResponse> responses;
    private final Catalogue catalogue;
    private final Executor executor;
    private final StreamQuota.Place place;
    private volatile @Nullable RevisionPump pump;

    WatchStream(
            ServerCallStreamObserver<WatchResponse> responses,
            Catalogue catalogue,
            Executor executor,
            StreamQuota.Place place) {
        this.responses = responses;
        this.catalogue = catalogue;
        this.executor = executor;
        this.place = place;
        responses.setOnReadyHandler(this::wake);
        responses.setOnCancelHandler(this::stop);
        responses.setOnCloseHandler(this::stop);
    }

    void feed(RevisionPump opened) {
        pump = opened;
        if (responses.isCancelled()) {
            stop();
        }
    }

    private void wake() {
        RevisionPump running = pump;
        if (running != null) {
            running.changed();
        }
    }

    private void stop() {
        place.close();
        RevisionPump running = pump;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean ready() {
        return responses.isReady();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void failed(Throwable failure) {
        place.close();
        responses.onError(failure);
    }

    @Override
    public void send(InstanceWatch.Update update) {
        WatchResponse.Builder message = WatchResponse.newBuilder()
                .setResumeToken(update.token().toString())
                .setReset(update.reset())
                .setSynced(update.synced());
        update.put()
                .forEach(entry -> message.addChanges(WatchChange.newBuilder()
                        .setPut(InstanceCodec.encode(
                                entry, catalogue.staleSince(entry.key().cell())))));
        update.removed()
                .forEach(key -> message.addChanges(WatchChange.newBuilder().setRemoved(InstanceCodec.encode(key))));
        if (!responses.isCancelled()) {
            responses.onNext(message.build());
        }
    }
}
