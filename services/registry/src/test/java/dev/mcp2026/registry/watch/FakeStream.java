package dev.mcp2026.registry.watch;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The server's end of a call whose client the test plays.
public final class FakeStream<T> extends ServerCallStreamObserver<T> {
    public final List<T> sent = new CopyOnWriteArrayList<>();
    public final AtomicInteger requested = new AtomicInteger();
    public volatile boolean ready = true;
    public volatile boolean autoRequest = true;
    public volatile boolean cancelled;
    public volatile boolean completed;
    public volatile @Nullable Throwable failure;
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};
    private Runnable onClose = () -> {};

    /// The client makes room.
    public void becomeReady() {
        ready = true;
        onReady.run();
    }

    public void cancel() {
        cancelled = true;
        ready = false;
        onCancel.run();
    }

    private void end() {
        if (completed || failure != null) {
            throw new IllegalStateException("call already closed");
        }
        onClose.run();
    }

    @Override
    public void onNext(T message) {
        if (completed || failure != null) {
            throw new IllegalStateException("call already closed");
        }
        sent.add(message);
    }

    @Override
    public void onError(Throwable thrown) {
        end();
        failure = thrown;
    }

    @Override
    public void onCompleted() {
        end();
        completed = true;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
    }

    @Override
    public void setOnCloseHandler(Runnable handler) {
        onClose = handler;
    }

    @Override
    public void disableAutoRequest() {
        autoRequest = false;
    }

    @Override
    public void disableAutoInboundFlowControl() {
        autoRequest = false;
    }

    @Override
    public void request(int count) {
        requested.addAndGet(count);
    }

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void setCompression(String compression) {}
}
