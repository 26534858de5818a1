package dev.mcp2026.benchmarks.etcd;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.proto.registry.v1.Registration;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One watch at etcd. Values are parsed as ours are, for the same work at the same place.
final class KeyEvents implements StreamObserver<WatchResponse> {
    private static final long CREATE_SECONDS = 30;

    private final Consumer<Registration> seen;
    private final CompletableFuture<Void> created = new CompletableFuture<>();

    KeyEvents(Consumer<Registration> seen) {
        this.seen = seen;
    }

    void awaitCreated() throws Exception {
        created.get(CREATE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(WatchResponse response) {
        if (response.getCreated()) {
            created.complete(null);
        }
        for (Event event : response.getEventsList()) {
            try {
                seen.accept(Registration.parseFrom(event.getKv().getValue()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("etcd gave back another value than was put", e);
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        created.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        created.completeExceptionally(new IllegalStateException("etcd ended the watch"));
    }
}
