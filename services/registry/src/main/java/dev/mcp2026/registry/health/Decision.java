package dev.mcp2026.registry.health;

import java.util.List;

/// The next record and what to do now.
///
/// @param announce the verdict's state, cause or rule differs from before
/// @param wakeNanos monotonic time of the next [HealthEvent.Tick]; `Long.MAX_VALUE`: none needed
record Decision(HealthRecord next, boolean announce, List<HealthEffect> effects, long wakeNanos) {
    static final long NEVER = Long.MAX_VALUE;
}
