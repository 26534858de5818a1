package dev.mcp2026.store.etcd;

import dev.mcp2026.store.StoreMode;

/// @param reason one sentence for a person; empty in READ_WRITE
/// @param failures probes or writes in a row that failed
/// @param successes probes in a row that were good
/// @param leaderSeenNanos monotonic time at which a leader was last known
/// @param highestCommitted highest committed index any member ever showed
public record ModeState(
        StoreMode mode, String reason, int failures, int successes, long leaderSeenNanos, long highestCommitted) {
    /// Until a first probe is good nothing is promised.
    public static ModeState starting(long now) {
        return new ModeState(StoreMode.READ_ONLY, "no member has answered yet", 0, 0, now, 0);
    }
}
