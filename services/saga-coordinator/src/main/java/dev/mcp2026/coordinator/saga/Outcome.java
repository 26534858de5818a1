package dev.mcp2026.coordinator.saga;

import com.fasterxml.jackson.databind.JsonNode;

/// How one call ended.
public sealed interface Outcome {
    /// It took effect, now or the first time it was made.
    record Success(JsonNode result) implements Outcome {}

    /// The participant said no: it had no effect, and making it again is of no use.
    record Refusal(String reason) implements Outcome {}

    /// No answer, or one that says nothing: it may have had its effect.
    record Unknown(String reason) implements Outcome {}

    /// Nothing was sent, for a reason that will pass.
    record NotMade(String reason) implements Outcome {}
}
