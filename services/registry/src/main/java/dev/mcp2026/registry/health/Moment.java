package dev.mcp2026.registry.health;

import java.time.Instant;

/// When something is decided, and how well the one who decides is himself.
///
/// @param nanos monotonic; all durations come from here
/// @param wall for display only
/// @param localScore the observer's own [LocalHealth] score; 0 is well
public record Moment(long nanos, Instant wall, int localScore) {}
