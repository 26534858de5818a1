package dev.mcp2026.mesh.route;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A gRPC service config (A6, client retries) that repeats calls which failed UNAVAILABLE, for methods that may be done
/// twice; for `ManagedChannelBuilder.defaultServiceConfig`. A stream of replies is repeated only until its first one
/// came, gRPC sees to that. Calls of other methods are never repeated, except by gRPC itself where the server certainly
/// never saw them.
public final class IdempotentRetry {
    private IdempotentRetry() {}

    /// Empty if no method may be repeated.
    public static Map<String, ?> serviceConfig(RetryRules rules, Collection<RepeatableMethod> methods) {
        List<Map<String, String>> names = methods.stream()
                .distinct() // gRPC refuses a config that names one twice
                .map(method -> Map.of("service", method.service(), "method", method.method()))
                .toList();
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> config = new HashMap<>();
        config.put("methodConfig", List.of(Map.of("name", names, "retryPolicy", policy(rules))));
        if (rules.tokens().max() > 0) {
            config.put("retryThrottling", throttling(rules));
        }
        return config;
    }

    /// Numbers are doubles, as gRPC wants what JSON would give.
    private static Map<String, ?> policy(RetryRules rules) {
        return Map.of(
                "maxAttempts", (double) rules.attempts().max(),
                "initialBackoff", seconds(rules.initialBackoff()),
                "maxBackoff", seconds(rules.maxBackoff()),
                "backoffMultiplier", rules.multiplier(),
                "retryableStatusCodes", List.of("UNAVAILABLE"));
    }

    private static Map<String, ?> throttling(RetryRules rules) {
        return Map.of("maxTokens", (double) rules.tokens().max(), "tokenRatio", rules.tokenRatio());
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "." + String.format(Locale.ROOT, "%09d", duration.toNanosPart()) + "s";
    }
}
