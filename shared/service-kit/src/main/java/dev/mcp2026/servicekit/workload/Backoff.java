package dev.mcp2026.servicekit.workload;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between attempts: doubling, with jitter, up to a bound.
public record Backoff(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 20;

    /// @param failures so far, at least 1
    /// @return between half of the pause and all of it
    public Duration pause(int failures, RandomGenerator random) {
        Duration doubled = first.multipliedBy(1L << Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1)));
        Duration bounded = doubled.compareTo(longest) < 0 ? doubled : longest;
        return bounded.dividedBy(2).plusNanos((long) (bounded.toNanos() / 2.0 * random.nextDouble()));
    }
}
