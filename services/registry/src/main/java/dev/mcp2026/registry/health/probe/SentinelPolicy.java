package dev.mcp2026.registry.health.probe;

import java.time.Duration;

/// Whether a target suffers an idle connection. Some servers close them at once, and some serve
/// one connection at a
/// time, which an idle one would block. Immutable.
///
/// @param shortLives connections in a row that the target closed soon
/// @param blocks times that probes failed with the idle connection open and succeeded as soon as
///     it was closed
/// @param notBeforeNanos none is opened before this; monotonic
public record SentinelPolicy(int shortLives, int blocks, long notBeforeNanos) {
    private static final int SHORT_LIVES_MAX = 3;
    private static final int BLOCKS_MAX = 2;
    private static final Duration PAUSE = Duration.ofMinutes(10);

    public static SentinelPolicy untried() {
        return new SentinelPolicy(0, 0, Long.MIN_VALUE);
    }

    public boolean mayOpen(long nowNanos) {
        return blocks < BLOCKS_MAX && nowNanos >= notBeforeNanos;
    }

    /// The target, alive, closed it after `livedNanos`.
    public SentinelPolicy closed(long livedNanos, long nowNanos, Duration minLife) {
        if (livedNanos >= minLife.toNanos()) {
            return new SentinelPolicy(0, blocks, notBeforeNanos);
        }
        boolean enough = shortLives + 1 >= SHORT_LIVES_MAX;
        return new SentinelPolicy(
                enough ? 0 : shortLives + 1, blocks, enough ? nowNanos + PAUSE.toNanos() : notBeforeNanos);
    }

    /// A probe found silence with the connection open and an answer after it was closed.
    public SentinelPolicy blocked() {
        return new SentinelPolicy(shortLives, blocks + 1, notBeforeNanos);
    }
}
