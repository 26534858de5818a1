package dev.mcp2026.saga.participant;

/// What to do about a call.
sealed interface Decision {
    /// Say so, and change nothing.
    record Reply(Outcome outcome) implements Decision {}

    /// Run the work and record how it ends.
    record RunWork() implements Decision {}

    /// Record a compensation that has nothing to undo.
    ///
    /// @param tombstone whether its action needs a tombstone, because there is no record of it
    record RecordEmpty(boolean tombstone) implements Decision {}
}
