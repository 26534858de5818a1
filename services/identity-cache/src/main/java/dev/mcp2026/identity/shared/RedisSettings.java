package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// @param timeout of one call
/// @param pause after a call without an answer, during which calls fail at once instead of waiting as well
/// @param valueBytes size of one value
/// @param calls under way at a time; no more than the client's pool and its queue hold
public record RedisSettings(Duration timeout, Duration pause, Limit valueBytes, Limit calls) {
    public static RedisSettings defaults() {
        return new RedisSettings(
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                new Limit("mcp.identity.shared.value-bytes", 256 << 10, "bytes"),
                new Limit("mcp.identity.shared.redis.calls", 16, "calls"));
    }
}
