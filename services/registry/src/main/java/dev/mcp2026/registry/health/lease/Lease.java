package dev.mcp2026.registry.health.lease;

import dev.mcp2026.registry.health.timer.Timed;

/// One holder's lease. Its deadline is its expiry while it is live, and the end of its grace
/// afterwards.
final class Lease<K> extends Timed {
    enum Phase {
        LIVE,
        /// Expired, waiting for the window to tell whether alone.
        SUSPECT,
        HELD
    }

    final K key;
    final long ttlNanos;
    Phase phase = Phase.LIVE;
    long expiredNanos;
    /// Counted among those that ran out within the last window.
    boolean recent;

    Lease(K key, long ttlNanos) {
        this.key = key;
        this.ttlNanos = ttlNanos;
    }
}
