package dev.mcp2026.registry.health;

import dev.mcp2026.registry.health.timer.DeadlineWheel;
import dev.mcp2026.registry.health.timer.Timed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One thread that hands over what comes due and watches its own punctuality.
final class Schedule implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Schedule.class.getName());
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int SLOTS = 2048;

    private final LongSupplier nanoTime;
    private final SelfWatch self;
    private final Consumer<Timed> due;
    private final DeadlineWheel<Timed> wheel;
    private final Thread thread;
    private long sleepsUntil;
    private volatile boolean closed;

    Schedule(LongSupplier nanoTime, SelfWatch self, Consumer<Timed> due) {
        this.nanoTime = nanoTime;
        this.self = self;
        this.due = due;
        this.wheel = new DeadlineWheel<>(TICK, SLOTS, nanoTime.getAsLong());
        this.thread = Thread.ofPlatform().name("health-timer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void set(Timed item, long deadlineNanos) {
        boolean sooner;
        synchronized (wheel) {
            wheel.set(item, deadlineNanos);
            sooner = deadlineNanos < sleepsUntil;
        }
        if (sooner) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        List<Timed> ready = new ArrayList<>();
        while (!closed) {
            long now = nanoTime.getAsLong();
            self.pulse(now);
            synchronized (wheel) {
                wheel.advance(now, ready::add);
            }
            ready.forEach(this::handOver);
            ready.clear();
            sleep();
        }
    }

    private void handOver(Timed item) {
        try {
            due.accept(item);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "health timer task failed", e); // a bug; the other instances must go on
        }
    }

    private void sleep() {
        long now = nanoTime.getAsLong();
        long until;
        synchronized (wheel) {
            until = Math.min(wheel.nextNanos(), now + SelfWatch.PULSE_NANOS);
            sleepsUntil = until;
        }
        if (until > now) {
            LockSupport.parkNanos(this, until - now);
        }
        synchronized (wheel) {
            sleepsUntil = 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
