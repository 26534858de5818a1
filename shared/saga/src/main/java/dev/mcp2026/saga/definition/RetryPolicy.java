package dev.mcp2026.saga.definition;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often a call is made, and what lies between.
///
/// @param attempts calls in all; [#UNTIL_DONE] has no end
/// @param backoff before the second call; doubled for each further one
/// @param cap the longest pause
public record RetryPolicy(int attempts, Duration backoff, Duration cap) {
    public static final int UNTIL_DONE = 0;
    private static final int MAX_DOUBLINGS = 30;
    private static final double JITTER = 0.5;

    public RetryPolicy {
        if (attempts < 0 || backoff.isNegative() || cap.compareTo(backoff) < 0) {
            throw new IllegalArgumentException(attempts + " attempts, " + backoff + " up to " + cap);
        }
    }

    /// @param made calls so far
    public boolean isExhausted(int made) {
        return attempts != UNTIL_DONE && made >= attempts;
    }

    /// The pause after so many calls, between half of it and all: calls that failed together are not made again
    /// together.
    public Duration pause(int made, RandomGenerator random) {
        long doubled = backoff.toNanos() << Math.min(MAX_DOUBLINGS, Math.max(0, made - 1));
        long nanos = doubled < 0 ? cap.toNanos() : Math.min(cap.toNanos(), doubled);
        return Duration.ofNanos((long) (nanos * (1 - JITTER * random.nextDouble())));
    }
}
