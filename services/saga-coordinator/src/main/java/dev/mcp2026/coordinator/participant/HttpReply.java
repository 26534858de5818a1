package dev.mcp2026.coordinator.participant;

import java.util.Optional;

/// What came back of an HTTP call.
sealed interface HttpReply {
    /// @param location of the answer's `Location`
    record Answered(int status, BoundedBody body, Optional<String> location) implements HttpReply {}

    /// Nobody knows whether it was done.
    record Silent(String why) implements HttpReply {}
}
