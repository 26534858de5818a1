package dev.mcp2026.testkit.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A wall clock and a monotonic clock that stand still until a test moves them. Safe for any number of threads.
///
/// Pass it as an [InstantSource], and `clock::nanoTime` as the supplier that stands for `System::nanoTime`.
public final class FakeClock implements InstantSource {
    private static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    private final Instant start;
    private final AtomicLong elapsedNanos = new AtomicLong();
    private final AtomicLong wallShiftNanos = new AtomicLong();

    public FakeClock() {
        this(DEFAULT_START);
    }

    public FakeClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(elapsedNanos.get() + wallShiftNanos.get());
    }

    /// Nanoseconds of the monotonic clock; the origin is arbitrary, and never 0, as on a real machine.
    public long nanoTime() {
        return 1_000_000_000L + elapsedNanos.get();
    }

    /// Lets time pass: both clocks move on by `step`.
    ///
    /// @throws IllegalArgumentException if `step` is negative; [#jump] is for that
    public FakeClock advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time passes forwards, not by " + step + "; use jump");
        }
        elapsedNanos.addAndGet(step.toNanos());
        return this;
    }

    /// Sets the wall clock ahead or (negative) back, as an operator or NTP step does. The monotonic clock stays.
    public FakeClock jump(Duration by) {
        wallShiftNanos.addAndGet(by.toNanos());
        return this;
    }
}
