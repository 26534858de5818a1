package dev.mcp2026.coordinator.token;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// @param timeout of one call
/// @param pause after a call without an answer, during which calls fail at once instead of waiting as well
/// @param retention after which Redis forgets a token that nobody touched
/// @param calls under way at a time; no more than the client's pool and its queue hold
public record RedisTokenSettings(Duration timeout, Duration pause, Duration retention, Limit calls) {}
