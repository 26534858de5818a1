package dev.mcp2026.mesh.balance;

/// What is remembered of an endpoint that was ejected.
///
/// @param out it is ejected now
/// @param untilNanos monotonic; of the present or the last ejection
/// @param times how often in a row; falls by one with each interval without
record Ejection(boolean out, long untilNanos, int times) {
    static final Ejection NEVER = new Ejection(false, 0, 0);
}
