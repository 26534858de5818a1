package dev.mcp2026.coordinator.saga;

import java.time.Instant;

/// Where one step stands.
public sealed interface StepState {
    /// What it comes after is not done.
    record Waiting() implements StepState {}

    /// Its action is made, or made again.
    ///
    /// @param attempts that ended without an answer
    /// @param notBefore when the next may begin
    /// @param problem of the last; empty before the first has ended
    record Trying(int attempts, Instant notBefore, String problem) implements StepState {}

    /// Its action has taken effect; the result is with [SagaState#results].
    record Done() implements StepState {}

    /// It had no effect.
    record Refused(String reason) implements StepState {}

    /// Given up, and what became of it is not known.
    record Abandoned(String reason) implements StepState {}

    /// Its compensation is made, or made again.
    record Undoing(int attempts, Instant notBefore, String problem) implements StepState {}

    /// Its compensation has taken effect.
    record Undone() implements StepState {}

    /// A call that will not succeed by itself: somebody has to look at it.
    ///
    /// @param before what it was when its compensation began; for an action [Trying]
    record Dead(Side side, int attempts, String reason) implements StepState {}

    /// Somebody decided to go on without its compensation.
    record Skipped(String by, String reason) implements StepState {}
}
