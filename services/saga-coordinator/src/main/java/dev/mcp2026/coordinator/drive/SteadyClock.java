package dev.mcp2026.coordinator.drive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The wall clock as it was at the start, and from there on the monotonic one: a wall clock that jumps while this
/// process lives moves no deadline and no pause.
public final class SteadyClock implements InstantSource {
    private final Instant began;
    private final long beganNanos;
    private final LongSupplier nanos;

    /// @param nanos monotonic, as [System#nanoTime]
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.nanos = nanos;
        this.began = wall.instant();
        this.beganNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return began.plus(Duration.ofNanos(nanos.getAsLong() - beganNanos));
    }
}
