package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// How calls that may be repeated are.
///
/// The waits of the defaults, 0.1, 0.3, 0.9 and 1 s (gRPC varies each by a fifth), together outlast the time in which
/// a cut path is noticed and left.
///
/// So that a peer that fails does not get each call many times, each failure may cost a channel one of its tokens;
/// calls
/// are repeated only while it has more than half of them. By default there are none and nothing is held back: when a
/// path is cut every call under way fails at once, and at some 500 of them gRPC's largest bucket is used up and calls
/// that may be repeated are lost (1443 of 8460 were, at 500 calls a second).
///
/// @param attempts of one call, the first included; gRPC channels allow no more than 5 unless told so
/// @param tokens of one channel, at most gRPC's 1000; 0: repeating is not held back
/// @param tokenRatio of a token that each call earns which does not fail
public record RetryRules(
        Limit attempts,
        Duration initialBackoff,
        Duration maxBackoff,
        double multiplier,
        Limit tokens,
        double tokenRatio) {
    private static final int TOKENS_MAX = 1000;

    public static final RetryRules DEFAULT = new RetryRules(
            new Limit("mcp.mesh.retry.attempts", 5, "attempts"),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            3,
            new Limit("mcp.mesh.retry.tokens", 0, "tokens"),
            0.1);

    public RetryRules {
        if (attempts.max() < 2 || !initialBackoff.isPositive() || !maxBackoff.isPositive() || !(multiplier > 0)) {
            throw new IllegalArgumentException("a retry takes two attempts, and backoffs and multiplier are positive");
        }
        if (tokens.max() < 0 || tokens.max() > TOKENS_MAX || !(tokenRatio > 0)) {
            throw new IllegalArgumentException(
                    tokens.name() + " is 0 to " + TOKENS_MAX + ", and what a call earns of one is positive");
        }
    }
}
