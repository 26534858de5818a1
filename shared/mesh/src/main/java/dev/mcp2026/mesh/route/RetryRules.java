package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// How calls that may be repeated are.
///
/// The waits of the defaults, 0.1, 0.3, 0.9 and 1 s (gRPC varies each by a fifth), together outlast the time in which
/// a cut path is noticed and left.
///
/// @param attempts of one call, the first included; gRPC channels allow no more than 5 unless told so
public record RetryRules(Limit attempts, Duration initialBackoff, Duration maxBackoff, double multiplier) {
    public static final RetryRules DEFAULT = new RetryRules(
            new Limit("mcp.mesh.retry.attempts", 5, "attempts"), Duration.ofMillis(100), Duration.ofSeconds(1), 3);

    public RetryRules {
        if (attempts.max() < 2 || !initialBackoff.isPositive() || !maxBackoff.isPositive() || !(multiplier > 0)) {
            throw new IllegalArgumentException("a retry takes two attempts, and backoffs and multiplier are positive");
        }
    }
}
