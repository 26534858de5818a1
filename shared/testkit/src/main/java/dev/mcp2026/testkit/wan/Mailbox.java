package dev.mcp2026.testkit.wan;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one place where the relay's queues meet threads and the clock: a reader puts things in, a writer waits until
/// the next is due. A virtual thread's timed wait is precise to about 0.1 ms on an idle machine.
final class Mailbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    /// Puts something in once there is room. False if the mailbox was closed meanwhile.
    boolean put(BooleanSupplier hasRoom, Runnable put) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !hasRoom.getAsBoolean()) {
                changed.await();
            }
            put.run();
            changed.signalAll();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next thing that is due; null once closed.
    ///
    /// @param nextEvent when `poll` may have more, in [System#nanoTime()]
    <T> @Nullable T take(Supplier<@Nullable T> poll, LongSupplier nextEvent) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                T due = poll.get();
                if (due != null) {
                    changed.signalAll();
                    return due;
                }
                long next = nextEvent.getAsLong();
                if (next == Segment.NOT_KNOWN) {
                    changed.await();
                } else {
                    long unused = changed.awaitNanos(Math.max(1, next - System.nanoTime()));
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
