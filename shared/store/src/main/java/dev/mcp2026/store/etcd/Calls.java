package dev.mcp2026.store.etcd;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Waits for jetcd's answers and turns its failures into ours.
final class Calls {
    /// How a call failed.
    sealed interface Failure {
        FaultException fault();

        /// The cluster answered that it can't write now; nothing was done.
        record Refused(FaultException fault) implements Failure {}

        /// No answer: a write may or may not have happened.
        record Unanswered(FaultException fault) implements Failure {}

        /// The cluster answered that the request itself is at fault.
        record Rejected(FaultException fault) implements Failure {}
    }

    /// Carries a [Failure] out of a call.
    static final class CallFailed extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        CallFailed(Failure failure) {
            super(failure.fault());
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    private final Duration timeout;

    Calls(Duration timeout) {
        this.timeout = timeout;
    }

    <T> T await(CompletableFuture<T> call) throws CallFailed {
        try {
            return call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new CallFailed(classify(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new CallFailed(unanswered("etcd did not answer within " + timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.cancel(true);
            throw new CallFailed(unanswered("the caller was interrupted while waiting for etcd"));
        }
    }

    private static Failure unanswered(String detail) {
        return new Failure.Unanswered(
                Faults.of(FaultKind.DEADLINE_EXCEEDED, detail, "read before trying again: a write may have happened"));
    }

    static Failure classify(Throwable cause) {
        Status status = Status.fromThrowable(cause);
        String text = text(status, cause);
        if (text.contains("lease not found") || text.contains("lease expired")) {
            return rejected(FaultKind.NOT_FOUND, "the lease does not exist or has expired", "grant a new one");
        }
        if (text.contains("no leader") || text.contains("not capable") || text.contains("too many requests")) {
            return refused(text);
        }
        if (text.contains("database space exceeded")) {
            return refused("etcd's database is full; compact, defragment and disarm the alarm");
        }
        return switch (status.getCode()) {
            case UNAUTHENTICATED ->
                rejected(FaultKind.UNAUTHENTICATED, "etcd: " + text, "check the user and password given for etcd");
            case PERMISSION_DENIED ->
                rejected(FaultKind.PERMISSION_DENIED, "etcd: " + text, "grant the etcd user the root prefix");
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION ->
                rejected(FaultKind.INVALID_ARGUMENT, "etcd: " + text, "");
            default -> unanswered("etcd: " + text);
        };
    }

    /// The status, and what lies below it: gRPC says no more than "io exception" of a refused connection or
    /// certificate.
    private static String text(Status status, Throwable thrown) {
        String said = status.getDescription() == null ? String.valueOf(thrown.getMessage()) : status.getDescription();
        boolean tls = false;
        String nearest = "";
        String deepest = "";
        for (Throwable each = status.getCause(); each != null; each = each.getCause()) {
            tls |= each instanceof SSLException;
            deepest = each.getMessage() == null ? deepest : each.getMessage();
            nearest = nearest.isEmpty() ? deepest : nearest;
        }
        if (tls) {
            return "TLS with the member failed (mcp.store.etcd.tls): " + deepest;
        }
        return said.contains(nearest) ? said : said + ": " + nearest;
    }

    private static Failure refused(String text) {
        return new Failure.Refused(Faults.of(FaultKind.READ_ONLY, "etcd: " + text, "retry later; reads still answer"));
    }

    private static Failure rejected(FaultKind kind, String detail, String action) {
        return new Failure.Rejected(Faults.of(kind, detail, action));
    }
}
