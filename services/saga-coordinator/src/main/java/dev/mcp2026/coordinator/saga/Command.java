package dev.mcp2026.coordinator.saga;

import dev.mcp2026.saga.StepName;
import java.time.Duration;

/// What comes in.
public sealed interface Command {
    /// A call has ended.
    ///
    /// @param pause before the next of its kind, if there is one
    record CallEnded(StepName step, Side side, Outcome outcome, Duration pause) implements Command {}

    /// Time has passed.
    record TimePassed() implements Command {}

    /// Somebody wants it taken back.
    record Cancel(String by, String reason) implements Command {}

    /// A dead call is to be made again.
    record Retry(StepName step, String by) implements Command {}

    /// A dead or hanging call is to be left out.
    record Skip(StepName step, String by, String reason) implements Command {}
}
