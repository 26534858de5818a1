package dev.mcp2026.identity.workload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Calls a listener one at a time with the newest there is. Whoever offers while a call is under way leaves it to that
/// thread.
final class Subscriber {
    private static final Logger LOG = Logger.getLogger(Subscriber.class);

    private final Consumer<WorkloadUpdate> listener;
    private final AtomicReference<@Nullable Numbered> next = new AtomicReference<>();
    private final AtomicInteger work = new AtomicInteger();
    private long delivered = -1;
    private volatile boolean closed;

    /// @param number grows with each update of one kind of caller
    private record Numbered(long number, WorkloadUpdate update) {}

    Subscriber(Consumer<WorkloadUpdate> listener) {
        this.listener = listener;
    }

    void offer(long number, WorkloadUpdate update) {
        next.accumulateAndGet(
                new Numbered(number, update), (a, b) -> a == null || (b != null && b.number > a.number) ? b : a);
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            Numbered newest = next.getAndSet(null);
            if (newest != null && newest.number > delivered && !closed) {
                delivered = newest.number;
                tell(newest.update);
            }
            missed = work.addAndGet(-missed);
        }
    }

    /// A listener that fails must neither miss the next update nor keep this one from others.
    private void tell(WorkloadUpdate update) {
        try {
            listener.accept(update);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a subscriber failed");
        }
    }

    void close() {
        closed = true;
    }
}
