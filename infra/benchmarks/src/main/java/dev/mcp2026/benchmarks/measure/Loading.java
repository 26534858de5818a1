package dev.mcp2026.benchmarks.measure;

import dev.mcp2026.proto.registry.v1.Registration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;

/// Fills a subject before it is measured.
public final class Loading {
    /// Writes on their way at once.
    public static final int OUTSTANDING = 256;

    private Loading() {}

    /// @return writes per second
    /// @throws IllegalStateException if one failed
    public static double load(Subject subject, int count, IntFunction<Registration> make) throws InterruptedException {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        new Pace.Outstanding(OUTSTANDING)
                .drive(
                        count,
                        i -> subject.put(make.apply(i)).whenComplete((answer, failure) -> {
                            if (failure != null) {
                                failures.add(failure);
                            }
                        }));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " of " + count + " writes failed", failures.peek());
        }
        return count / seconds;
    }
}
