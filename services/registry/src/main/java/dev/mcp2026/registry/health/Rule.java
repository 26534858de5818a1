package dev.mcp2026.registry.health;

/// The rule that made a verdict. Verdicts are announced when the rule changes, not when its numbers do.
enum Rule {
    NOTHING_OBSERVED,
    NOBODY_LOOKS,
    CHECKS_OK,
    HEARTBEATS_OK,
    REPORTS_OK,
    /// A check failed, and too few times to decide.
    FAILING,
    CONCLUSIVE,
    INCONCLUSIVE,
    /// Some see it well and others don't.
    CONTRADICTED,
    /// The observer itself is slow or cut off.
    LOCAL_HEALTH,
    /// A check can't be made from here, and all else speaks well or not at all.
    NOT_PROBED,
    HEARTBEAT_LATE,
    HEARTBEAT_LOST,
    FLAPPING,
    LEASE_HELD
}
