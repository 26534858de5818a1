package dev.mcp2026.saga.participant;

/// How a recorded call ended. The names are in databases.
enum EntryState {
    /// The work ran.
    DONE,
    /// The business refused, so nothing is in effect.
    REFUSED,
    /// A compensation that had nothing to undo.
    EMPTY,
    /// An action that its compensation overtook.
    TOMBSTONE
}
