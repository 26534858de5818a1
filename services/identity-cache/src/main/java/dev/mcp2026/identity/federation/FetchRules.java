package dev.mcp2026.identity.federation;

import java.time.Duration;

/// @param shortest pause between fetches, whatever a bundle hints at (`mcp.identity.federation.min-refresh`)
/// @param longest pause between fetches (`mcp.identity.federation.max-refresh`)
/// @param refreshGap pause before a fetch out of turn (`mcp.identity.federation.refresh-gap`)
/// @param reload how often the store is read for federations that another process changed
///     (`mcp.identity.federation.reload`)
public record FetchRules(Duration shortest, Duration longest, Duration refreshGap, Duration reload) {
    public static final FetchRules DEFAULT =
            new FetchRules(Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofSeconds(10));

    public FetchRules {
        if (shortest.isNegative() || shortest.isZero() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("min-refresh must be above 0 and at most max-refresh");
        }
        if (refreshGap.isNegative() || reload.isNegative() || reload.isZero()) {
            throw new IllegalArgumentException("refresh-gap must not be negative, and reload above 0");
        }
    }

    Duration bounded(Duration hint) {
        if (hint.compareTo(shortest) < 0) {
            return shortest;
        }
        return hint.compareTo(longest) > 0 ? longest : hint;
    }
}
