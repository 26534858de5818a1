package dev.mcp2026.registry.replication;

/// How far a subscriber has applied a sender's changes.
///
/// @param incarnation the sender's process
/// @param revision of that process, everything up to which is applied
public record Cursor(long incarnation, long revision) {
    public static final Cursor START = new Cursor(0, 0);
}
