package dev.mcp2026.benchmarks.measure;

import dev.mcp2026.proto.registry.v1.Registration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Fills a subject before it is measured.
public final class Loading {
    /// Writes on their way at once.
    public static final int OUTSTANDING = 256;

    private static final int ATTEMPTS = 3;

    private Loading() {}

    /// Writes all; those that fail are written again, and said.
    ///
    /// @return writes per second of the first attempt
    /// @throws IllegalStateException if one failed each time
    public static double load(Subject subject, int count, IntFunction<Registration> make, Consumer<String> progress)
            throws InterruptedException {
        AtomicReference<@Nullable Throwable> why = new AtomicReference<>();
        long start = System.nanoTime();
        List<Integer> failed = write(subject, count, make, why);
        double perSecond = count / ((System.nanoTime() - start) / 1e9);
        for (int attempt = 1; attempt < ATTEMPTS && !failed.isEmpty(); attempt++) {
            progress.accept("  " + failed.size() + " of " + count + " writes failed and are repeated: " + why.get());
            List<Integer> again = failed;
            failed = write(subject, again.size(), i -> make.apply(again.get(i)), why);
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException(failed.size() + " of " + count + " writes failed", why.get());
        }
        return perSecond;
    }

    /// The numbers of those that failed.
    private static List<Integer> write(
            Subject subject, int count, IntFunction<Registration> make, AtomicReference<@Nullable Throwable> why)
            throws InterruptedException {
        ConcurrentLinkedQueue<Integer> failed = new ConcurrentLinkedQueue<>();
        new Pace.Outstanding(OUTSTANDING)
                .drive(
                        count,
                        i -> subject.put(make.apply(i)).whenComplete((answer, failure) -> {
                            if (failure != null) {
                                failed.add(i);
                                why.compareAndSet(null, failure);
                            }
                        }));
        return List.copyOf(failed);
    }
}
