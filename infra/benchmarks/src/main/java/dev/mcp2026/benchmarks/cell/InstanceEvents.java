package dev.mcp2026.benchmarks.cell;

import dev.mcp2026.benchmarks.measure.Subject;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One watch at a registry.
final class InstanceEvents implements ClientResponseObserver<WatchRequest, WatchResponse>, Subject.Watching {
    private static final long SYNC_SECONDS = 30;

    private final Consumer<Registration> seen;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private volatile @Nullable ClientCallStreamObserver<WatchRequest> call;

    InstanceEvents(Consumer<Registration> seen) {
        this.seen = seen;
    }

    void awaitSynced() throws Exception {
        synced.get(SYNC_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
        call = started;
    }

    @Override
    public void onNext(WatchResponse response) {
        response.getChangesList().forEach(change -> {
            if (change.hasPut()) {
                seen.accept(change.getPut().getRegistration());
            }
        });
        if (response.getSynced()) {
            synced.complete(null);
        }
    }

    @Override
    public void onError(Throwable failure) {
        synced.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        synced.completeExceptionally(new IllegalStateException("the registry ended the watch"));
    }

    @Override
    public void close() {
        ClientCallStreamObserver<WatchRequest> open = call;
        if (open != null) {
            open.cancel("measured", null);
        }
    }
}
