package dev.mcp2026.coordinator.log;

import dev.mcp2026.proto.saga.v1.Head;

/// A saga as lists show it.
public record Summary(SagaId id, Head head) {}
