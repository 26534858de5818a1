package dev.mcp2026.coordinator.drive;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Each task is a virtual thread.
final class VirtualThreads implements Tasks {
    private record Running(Thread thread) implements Task {
        @Override
        public void interrupt() {
            thread.interrupt();
        }
    }

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("saga-timers").factory());

    @Override
    public Task start(String name, Runnable work) {
        return new Running(Thread.ofVirtual().name(name).start(work));
    }

    @Override
    public void startAfter(Duration delay, String name, Runnable work) {
        timers.schedule(() -> start(name, work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Task current() {
        return new Running(Thread.currentThread());
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Lock lock() {
        return new ReentrantLock();
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
