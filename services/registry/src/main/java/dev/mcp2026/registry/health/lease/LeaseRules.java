package dev.mcp2026.registry.health.lease;

import java.time.Duration;

/// When expired leases are dropped, and when they are held.
///
/// @param window an expired lease is dropped only after this long, or after a third of its ttl if that is longer:
///     time to see whether others follow
/// @param massMin fewer expiries within the window than this are never a mass expiry
/// @param massShare share of all leases that makes one, strictly more
/// @param holdFor longest time from its expiry that a lease is held in a mass expiry
public record LeaseRules(Duration window, int massMin, double massShare, Duration holdFor) {
    public LeaseRules {
        if (!window.isPositive() || holdFor.compareTo(window) < 0) {
            throw new IllegalArgumentException("window must be positive and holdFor at least as long");
        }
        if (massMin < 1 || massShare <= 0 || massShare >= 1) {
            throw new IllegalArgumentException("massMin must be at least 1 and massShare a share");
        }
    }

    public static LeaseRules defaults() {
        return new LeaseRules(Duration.ofSeconds(2), 10, 0.3, Duration.ofMinutes(5));
    }
}
