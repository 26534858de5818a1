package dev.mcp2026.benchmarks.cell;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/// A unary call's end as a future.
public final class Answer<T> implements StreamObserver<T> {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void onNext(T message) {
        done.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        done.complete(null);
    }
}
