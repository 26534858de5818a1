package dev.mcp2026.coordinator.saga;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.StepName;
import java.time.Instant;

/// What happened; the log is made of these.
public sealed interface SagaEvent {
    /// A step may be called from now on.
    record Begun(StepName step) implements SagaEvent {}

    record Succeeded(StepName step, JsonNode result) implements SagaEvent {}

    record Refused(StepName step, String reason) implements SagaEvent {}

    /// A call ended without an answer.
    ///
    /// @param next when it may be made again
    record Failed(StepName step, Side side, int attempt, String reason, Instant next) implements SagaEvent {}

    record Abandoned(StepName step, String reason) implements SagaEvent {}

    /// The saga goes back.
    record Turned(String reason) implements SagaEvent {}

    record UndoBegun(StepName step) implements SagaEvent {}

    record Undone(StepName step) implements SagaEvent {}

    record DeadLettered(StepName step, Side side, int attempts, String reason) implements SagaEvent {}

    record Retried(StepName step, Side side, String by) implements SagaEvent {}

    record Skipped(StepName step, Side side, String by, String reason) implements SagaEvent {}

    record Completed() implements SagaEvent {}

    record Compensated(String reason) implements SagaEvent {}
}
