package dev.mcp2026.coordinator.lra;

import java.util.Optional;

/// What came of an errand.
public sealed interface Answer {
    /// A participant is at its end.
    record Ended(ParticipantStatus status) implements Answer {}

    /// It goes on by itself, and has to be asked later.
    ///
    /// @param status where, if it said so
    record Accepted(Optional<String> status) implements Answer {}

    /// It has not heard of its end yet.
    record NotBegun() implements Answer {}

    /// Of `forget`, `after` and a release: done.
    record Told() implements Answer {}

    /// A nested LRA is at its end.
    record NestedEnded(LraStatus status) implements Answer {}

    /// Nobody knows; to be tried again.
    record Unknown(String reason) implements Answer {}
}
