package dev.mcp2026.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// One node's clocks, computed from the true time of the simulation.
final class SimClock implements InstantSource {
    private final Instant start;
    private final LongSupplier trueNanos;
    private final double driftPpm;
    private long skewNanos;

    SimClock(Instant start, LongSupplier trueNanos, ClockShape shape) {
        this.start = start;
        this.trueNanos = trueNanos;
        this.driftPpm = shape.driftPpm();
        this.skewNanos = shape.skew().toNanos();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime() + skewNanos);
    }

    long nanoTime() {
        long now = trueNanos.getAsLong();
        return now + Math.round(now * driftPpm / 1e6);
    }

    void jump(Duration by) {
        skewNanos += by.toNanos();
    }

    /// How much true time passes while this clock advances by `local`.
    long trueNanosOf(Duration local) {
        return (long) Math.ceil(local.toNanos() / (1 + driftPpm / 1e6));
    }
}
