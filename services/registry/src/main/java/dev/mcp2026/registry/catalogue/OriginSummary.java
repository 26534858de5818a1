package dev.mcp2026.registry.catalogue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How many instances one cell owns, by state.
///
/// @param staleSince null while the owner can be heard
public record OriginSummary(
        long instances,
        long up,
        long suspect,
        long down,
        @Nullable Instant staleSince) {
    public static final OriginSummary EMPTY = new OriginSummary(0, 0, 0, 0, null);
}
