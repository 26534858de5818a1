package dev.mcp2026.saga.participant;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Waits between attempts at a contended transaction: a random part of a time that doubles ("full jitter", AWS
/// Architecture Blog, 2015). Returns early in an interrupted thread.
record Backoff(RandomGenerator random) {
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final int MAX_DOUBLINGS = 5;

    /// @param attempt how many attempts have failed, from 1
    void pause(int attempt) {
        long bound = FIRST.toNanos() << Math.min(attempt - 1, MAX_DOUBLINGS);
        LockSupport.parkNanos(random.nextLong(bound));
    }
}
