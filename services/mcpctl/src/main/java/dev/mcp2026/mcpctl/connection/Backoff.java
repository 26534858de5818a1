package dev.mcp2026.mcpctl.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: doubles from a quarter of a second to ten seconds, each time
/// shortened by up to a fifth at random so that many clients of one cell don't come back together.
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration MAX = Duration.ofSeconds(10);
    private static final double JITTER = 0.2;

    private final RandomGenerator random;
    private Duration next = FIRST;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    public Duration next() {
        Duration delay = next;
        next = next.multipliedBy(2).compareTo(MAX) < 0 ? next.multipliedBy(2) : MAX;
        return Duration.ofMillis(Math.round(delay.toMillis() * (1 - JITTER * random.nextDouble())));
    }

    public void reset() {
        next = FIRST;
    }
}
