package dev.mcp2026.store.etcd;

/// What the decider is told.
public sealed interface ModeEvent {
    /// A probe ended.
    ///
    /// @param quorumRead a linearizable read was answered
    /// @param committed highest committed index among the members that answered, or [#UNKNOWN]
    /// @param trouble what the read got instead of an answer; empty if it was answered
    record Probed(boolean quorumRead, boolean leaderKnown, long committed, String trouble) implements ModeEvent {}

    /// A write had no answer in time, or its connection broke.
    record WriteUnanswered(String reason) implements ModeEvent {}

    /// The cluster refused a write for want of a leader or of space.
    record WriteRefused(String reason) implements ModeEvent {}

    /// A person has looked at both histories and says that the reachable one is to be kept.
    record MergeApproved(String by) implements ModeEvent {}

    long UNKNOWN = -1;
}
