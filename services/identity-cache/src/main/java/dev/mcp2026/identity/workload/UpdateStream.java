package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.error.Fault;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One stream of the Workload API: the newest message when the client can take one. A client without an identity waits
/// a while for one, since its entry may be on its way, and is then refused, as the specification wants it (section
/// 6.1).
final class UpdateStream<T> {
    private final ServerCallStreamObserver<T> client;
    private final Function<WorkloadUpdate, T> message;
    private Workloads.@Nullable Subscription subscription;
    private @Nullable ScheduledFuture<?> patience;
    private @Nullable T pending;
    private @Nullable T sent;
    private boolean over;
    /// It was told that it has no identity; otherwise one may be under way.
    private boolean none;

    /// @param message of an update; the same object for the same contents, where it can
    UpdateStream(ServerCallStreamObserver<T> client, Function<WorkloadUpdate, T> message) {
        this.client = client;
        this.message = message;
    }

    void open(Workloads workloads, Caller caller, Duration wait, ScheduledExecutorService timers) {
        client.setOnReadyHandler(this::ready);
        client.setOnCancelHandler(this::close);
        client.setOnCloseHandler(this::close);
        Workloads.Subscription mine = workloads.subscribe(caller, this::updated);
        synchronized (this) {
            if (!over) {
                subscription = mine;
                if (sent == null && pending == null) {
                    patience = timers.schedule(this::impatient, wait.toMillis(), TimeUnit.MILLISECONDS);
                }
                return;
            }
        }
        mine.close();
    }

    private void updated(WorkloadUpdate update) {
        if (update.svids().isEmpty()) {
            without(update.failure());
            return;
        }
        T next = message.apply(update);
        synchronized (this) {
            if (over || next.equals(pending == null ? sent : pending)) {
                return;
            }
            pending = next;
            stopWaiting();
        }
        ready();
    }

    /// An identity that was there and is gone ends the stream; one that never was may still come.
    private void without(Optional<Fault> failure) {
        boolean had;
        synchronized (this) {
            had = sent != null || pending != null;
            none = failure.isEmpty();
        }
        if (failure.isPresent()) {
            end(Status.UNAVAILABLE.withDescription(failure.get().message()));
        } else if (had) {
            end(denied());
        }
    }

    private void impatient() {
        boolean known;
        synchronized (this) {
            known = none;
        }
        end(
                known
                        ? denied()
                        : Status.UNAVAILABLE.withDescription(
                                "the identity of this process is not issued yet; try again"));
    }

    static Status denied() {
        return Status.PERMISSION_DENIED.withDescription(
                "no identity issued: no registration entry matches this process;"
                        + " mcpctl identity why PID says what it would have to have");
    }

    private synchronized void ready() {
        T next = pending;
        if (!over && next != null && client.isReady()) {
            pending = null;
            sent = next;
            client.onNext(next);
        }
    }

    private void end(Status status) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            client.onError(status.asRuntimeException());
        }
        close();
    }

    private void stopWaiting() {
        ScheduledFuture<?> waiting = patience;
        if (waiting != null) {
            waiting.cancel(false);
            patience = null;
        }
    }

    private void close() {
        Workloads.Subscription mine;
        synchronized (this) {
            over = true;
            pending = null;
            stopWaiting();
            mine = subscription;
            subscription = null;
        }
        if (mine != null) {
            mine.close();
        }
    }
}
