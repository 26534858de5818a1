package dev.mcp2026.testkit.sim;

import java.time.Duration;

/// How wrong a node's wall clock is.
///
/// @param skew how far it is ahead of true time at the start (negative: behind)
/// @param driftPpm how much too fast it runs, in microseconds per second; the monotonic clock drifts alike
public record ClockShape(Duration skew, double driftPpm) {
    public static final ClockShape TRUE = new ClockShape(Duration.ZERO, 0);

    public ClockShape {
        if (!(Math.abs(driftPpm) < 1e6)) {
            throw new IllegalArgumentException("a clock does not drift by " + driftPpm + " ppm");
        }
    }
}
