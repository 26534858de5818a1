package dev.mcp2026.mesh.route;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A gRPC service config (A6, client retries) that repeats calls which failed UNAVAILABLE, for methods that say in
/// their contract that this does no harm (`idempotency_level`); for `ManagedChannelBuilder.defaultServiceConfig`. A
/// stream of replies is repeated only until its first one came, gRPC sees to that. Calls of other methods are never
/// repeated, except by gRPC itself where the server certainly never saw them.
public final class IdempotentRetry {
    private IdempotentRetry() {}

    /// Empty of method configs if no method may be repeated.
    public static Map<String, ?> serviceConfig(RetryRules rules, Collection<ServiceDescriptor> services) {
        List<Map<String, String>> names = services.stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(IdempotentRetry::isRepeatable)
                .map(method -> Map.of("service", serviceOf(method), "method", nameOf(method)))
                .toList();
        return names.isEmpty()
                ? Map.of()
                : Map.of("methodConfig", List.of(Map.of("name", names, "retryPolicy", policy(rules))));
    }

    /// One request, and a contract that says that it may come twice.
    public static boolean isRepeatable(MethodDescriptor<?, ?> method) {
        boolean oneRequest = method.getType() == MethodType.UNARY || method.getType() == MethodType.SERVER_STREAMING;
        return oneRequest && (method.isSafe() || method.isIdempotent());
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

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "." + String.format(Locale.ROOT, "%09d", duration.toNanosPart()) + "s";
    }

    private static String serviceOf(MethodDescriptor<?, ?> method) {
        String service = method.getServiceName();
        return service == null ? "" : service;
    }

    private static String nameOf(MethodDescriptor<?, ?> method) {
        String name = method.getBareMethodName();
        return name == null ? "" : name;
    }
}
