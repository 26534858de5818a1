package dev.mcp2026.registry.replication;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential backoff with full jitter on the upper half, so that cells that lost one peer
/// together don't come back
/// together.
final class Backoff {
    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private long nextNanos;

    Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.random = random;
        this.nextNanos = minNanos;
    }

    long next() {
        long pause = nextNanos / 2 + random.nextLong(nextNanos / 2 + 1);
        nextNanos = Math.min(maxNanos, nextNanos * 2);
        return pause;
    }

    void reset() {
        nextNanos = minNanos;
    }
}
