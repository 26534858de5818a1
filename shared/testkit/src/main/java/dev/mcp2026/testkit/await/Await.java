package dev.mcp2026.testkit.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waits for what a test expects of another thread or process. Polls every millisecond at first, then less often,
/// at most every 20 ms. A check that throws counts as "not yet", and its error is the cause of the failure.
public final class Await {
    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final long LAST_PAUSE_NANOS = 20_000_000;

    private Await() {}

    /// Waits until `condition` holds.
    ///
    /// @param what completes the sentence "waited for …"
    /// @throws AssertionError after `deadline`, naming `what`
    public static void until(String what, Duration deadline, Callable<Boolean> condition) {
        value(what, deadline, condition, held -> held);
    }

    /// Waits until a value that is read again and again is accepted, and returns it.
    ///
    /// @throws AssertionError after `deadline`, naming `what` and the value last seen
    public static <T> T value(String what, Duration deadline, Callable<T> read, Predicate<? super T> accepted) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            T seen = null;
            Throwable error = null;
            try {
                seen = read.call();
                if (accepted.test(seen)) {
                    return seen;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                error = e;
            } catch (Exception | AssertionError e) {
                error = e;
            }
            long elapsed = System.nanoTime() - start;
            if (elapsed >= deadline.toNanos() || Thread.currentThread().isInterrupted()) {
                throw failure(what, elapsed, seen, error);
            }
            LockSupport.parkNanos(Math.min(pause, deadline.toNanos() - elapsed));
            pause = Math.min(pause * 2, LAST_PAUSE_NANOS);
        }
    }

    /// Waits until `assertions` pass, for the rich messages of an assertion library.
    ///
    /// @throws AssertionError after `deadline`, with the last failed assertion as its cause
    public static void asserted(String what, Duration deadline, Assertions assertions) {
        until(what, deadline, () -> {
            assertions.check();
            return true;
        });
    }

    private static AssertionError failure(String what, long elapsed, @Nullable Object seen, @Nullable Throwable error) {
        String state = error != null ? "last error: " + error.getMessage() : "last seen: " + seen;
        String how = Thread.currentThread().isInterrupted() ? "interrupted" : "gave up";
        return new AssertionError(
                "waited for " + what + ", " + how + " after " + elapsed / 1_000_000 + " ms; " + state, error);
    }

    /// A group of assertions that may throw anything.
    @FunctionalInterface
    public interface Assertions {
        void check() throws Exception;
    }
}
