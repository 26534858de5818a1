package dev.mcp2026.saga.definition;

import java.time.Duration;

/// A step's action or its compensation.
///
/// @param deadline of one call
public record Operation(Call call, Duration deadline, RetryPolicy retry) {}
