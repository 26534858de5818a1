package dev.mcp2026.coordinator.drive;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

/// Threads and time, as what drives sagas uses them. A simulation has its own, that run one task at a time and choose
/// the next by a seed; so whatever may wait has to wait through here, or for a store or a participant.
interface Tasks extends AutoCloseable {
    /// What was started.
    interface Task {
        /// Whoever waits in it waits no longer, as [Thread#interrupt].
        void interrupt();
    }

    Task start(String name, Runnable work);

    /// Starts it once the delay is over, unless this is closed by then.
    void startAfter(Duration delay, String name, Runnable work);

    /// Of whoever asks; equal to what [#start] gave.
    Task current();

    void sleep(Duration time) throws InterruptedException;

    /// Monotonic, as [System#nanoTime].
    long nanos();

    /// Reentrant; its holder may wait for anything.
    Lock lock();

    @Override
    void close();
}
