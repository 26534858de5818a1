package dev.mcp2026.identity.testing;

import dev.mcp2026.testkit.await.Await;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What came on one stream.
public final class Received<Q, T> implements ClientResponseObserver<Q, T> {
    public final List<T> messages = new CopyOnWriteArrayList<>();
    private volatile @Nullable Status end;
    private volatile @Nullable ClientCallStreamObserver<Q> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
    }

    @Override
    public void onNext(T message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {
        end = Status.OK;
    }

    public void cancel() {
        java.util.Objects.requireNonNull(call).cancel("enough", null);
    }

    /// The newest, once it is as it is to be.
    public T last(String what, Predicate<T> accepted) {
        return Await.value(what, TestCache.PATIENCE, messages::getLast, accepted);
    }

    public T first() {
        return Await.value("a message", TestCache.PATIENCE, messages::getFirst, any -> true);
    }

    public Status end() {
        return java.util.Objects.requireNonNull(
                Await.value("the stream's end", TestCache.PATIENCE, () -> end, status -> status != null));
    }

    public boolean isOpen() {
        return end == null;
    }
}
