package dev.mcp2026.mesh.balance;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// What is known of one endpoint's load: latency of calls, calls under way, how they ended. Safe for several threads.
final class EndpointLoad {
    private final BalanceRules rules;
    private final PeakEwma latency;
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile Supplier<Optional<Duration>> pathLatency;
    private volatile long bornNanos;
    private CallCounts counts = CallCounts.NONE;

    EndpointLoad(BalanceRules rules, Supplier<Optional<Duration>> pathLatency, long nowNanos) {
        this.rules = rules;
        this.pathLatency = pathLatency;
        this.latency = new PeakEwma(rules.latencyMemory().toNanos(), nowNanos);
        this.bornNanos = nowNanos;
    }

    /// What a further call would cost here: latency × (calls under way + 1).
    double cost(long nowNanos) {
        double least = pathLatency.get().orElse(rules.assumedLatency()).toNanos();
        return Math.max(least, latency.value(nowNanos)) * (outstanding.get() + 1);
    }

    /// The part of its share that it gets, 1 when it isn't new any more.
    double share(long nowNanos) {
        long slowStart = rules.slowStart().toNanos();
        long age = nowNanos - bornNanos;
        return age >= slowStart ? 1 : Math.max(rules.slowStartFrom(), (double) age / slowStart);
    }

    int outstanding() {
        return outstanding.get();
    }

    void started() {
        outstanding.incrementAndGet();
    }

    /// A call got its first answer.
    void answered(long latencyNanos, long nowNanos) {
        latency.observe(latencyNanos, nowNanos);
    }

    /// A call is over.
    ///
    /// @return true if by now so many failed in a row that it should be ejected
    boolean ended(Status status, boolean answered, long latencyNanos, long nowNanos) {
        outstanding.decrementAndGet();
        return switch (Outcome.of(status)) {
            case UNDECIDED -> false;
            case SUCCESS -> {
                if (!answered) {
                    latency.observe(latencyNanos, nowNanos);
                }
                yield count(true);
            }
            case FAILURE -> {
                latency.observe(Math.max(latencyNanos, rules.failureLatency().toNanos()), nowNanos);
                yield count(false);
            }
        };
    }

    synchronized CallCounts counts() {
        return counts;
    }

    synchronized void nextInterval() {
        counts = new CallCounts(0, 0, counts.failedInARow());
    }

    /// It is connected afresh: what counted against it was the old connection.
    synchronized void forgiven() {
        counts = CallCounts.NONE;
    }

    /// It gets calls for the first time or again, which starts slowly.
    void reborn(long nowNanos) {
        bornNanos = nowNanos;
        forgiven();
    }

    /// It is reached another way: what was measured says nothing of that.
    void rerouted(Supplier<Optional<Duration>> newPathLatency, long nowNanos) {
        pathLatency = newPathLatency;
        latency.reset(nowNanos);
    }

    void pathLatency(Supplier<Optional<Duration>> newPathLatency) {
        pathLatency = newPathLatency;
    }

    private synchronized boolean count(boolean success) {
        counts = success
                ? new CallCounts(counts.succeeded() + 1, counts.failed(), 0)
                : new CallCounts(counts.succeeded(), counts.failed() + 1, counts.failedInARow() + 1);
        return counts.failedInARow() >= rules.outliers().consecutiveFailures();
    }

    /// What the end of a call says of the endpoint.
    private enum Outcome {
        SUCCESS,
        FAILURE,
        UNDECIDED;

        static Outcome of(Status status) {
            return switch (status.getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, RESOURCE_EXHAUSTED, DATA_LOSS -> FAILURE;
                // The caller's doing.
                case CANCELLED -> UNDECIDED;
                // Answers, if not the wished ones.
                case OK,
                        INVALID_ARGUMENT,
                        NOT_FOUND,
                        ALREADY_EXISTS,
                        PERMISSION_DENIED,
                        FAILED_PRECONDITION,
                        ABORTED,
                        OUT_OF_RANGE,
                        UNIMPLEMENTED,
                        UNAUTHENTICATED -> SUCCESS;
            };
        }
    }
}
