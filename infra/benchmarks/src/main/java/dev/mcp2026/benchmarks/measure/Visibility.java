package dev.mcp2026.benchmarks.measure;

import dev.mcp2026.proto.registry.v1.Registration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/// From just before a write is called to the arrival of its watch event, both in this process and by its one
/// monotonic clock.
public final class Visibility {
    private static final long STRAGGLERS_SECONDS = 10;
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final double FAILURES_MAX = 0.01;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int DIGITS = 3;

    private final int count;
    private final AtomicLongArray sent;
    private final AtomicLongArray seen;
    private final CountDownLatch missing;
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Visibility(int count) {
        this.count = count;
        this.sent = new AtomicLongArray(count);
        this.seen = new AtomicLongArray(count);
        this.missing = new CountDownLatch(count);
    }

    /// What one run saw.
    ///
    /// @param nanos of those that became visible
    /// @param failed writes that were answered with an error, or not at all
    /// @param failure the first of these errors; empty if there was none
    /// @param missing others that were not seen within 10 s of the last answer
    /// @param perSecond answered writes
    public record Result(Histogram nanos, int failed, String failure, int missing, double perSecond) {
        public double millis(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /// @param make the registration of a number, which must carry it as [Registrations] does
    /// @throws IllegalStateException if more than one write in a hundred failed: such a figure says nothing
    public static Result measure(Subject subject, String service, int count, Pace pace, IntFunction<Registration> make)
            throws Exception {
        Visibility run = new Visibility(count);
        try (Subject.Watching watching = subject.watch(service, run::arrived)) {
            long start = System.nanoTime();
            pace.drive(count, i -> run.write(subject, make.apply(i), i));
            double seconds = (System.nanoTime() - start) / 1e9;
            return run.result(count / seconds);
        }
    }

    private Result result(double perSecond) throws InterruptedException {
        if (failures.size() > count * FAILURES_MAX) {
            throw new IllegalStateException(failures.size() + " of " + count + " writes failed", failures.peek());
        }
        boolean all = missing.await(STRAGGLERS_SECONDS, TimeUnit.SECONDS);
        Throwable failure = failures.peek();
        return new Result(
                histogram(),
                failures.size(),
                failure == null ? "" : String.valueOf(failure.getMessage()),
                all ? 0 : (int) missing.getCount(),
                perSecond);
    }

    private CompletableFuture<Void> write(Subject subject, Registration registration, int i) {
        sent.set(i, System.nanoTime());
        return subject.put(registration).whenComplete((answer, failure) -> {
            if (failure != null) {
                failures.add(failure);
                // It may have been seen all the same, and then it was counted.
                if (seen.compareAndSet(i, 0, NEVER)) {
                    missing.countDown();
                }
            }
        });
    }

    private void arrived(Registration registration) {
        long now = System.nanoTime();
        int i = Registrations.number(registration);
        if (i >= 0 && i < count && sent.get(i) != 0 && seen.compareAndSet(i, 0, now)) {
            missing.countDown();
        }
    }

    private Histogram histogram() {
        Histogram histogram = new Histogram(HIGHEST_NANOS, DIGITS);
        for (int i = 0; i < count; i++) {
            if (seen.get(i) != 0 && seen.get(i) != NEVER) {
                histogram.recordValue(Math.max(0, seen.get(i) - sent.get(i)));
            }
        }
        return histogram;
    }
}
