package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.health.Cause;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.registry.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Values for tests.
public final class Samples {
    private Samples() {}

    public static Registration leased(String service, String instance, int port) {
        return registration("shop", service, instance, port, Map.of());
    }

    public static Registration declared(String service, String instance, int port) {
        return declared(service, instance, port, Map.of());
    }

    public static Registration declared(String service, String instance, int port, Map<String, String> labels) {
        return registration("shop", service, instance, port, labels, null);
    }

    public static Registration registration(
            String tenant, String service, String instance, int port, Map<String, String> labels) {
        return registration(tenant, service, instance, port, labels, Duration.ofSeconds(30));
    }

    private static Registration registration(
            String tenant,
            String service,
            String instance,
            int port,
            Map<String, String> labels,
            @Nullable Duration lease) {
        return new Registration(
                new TenantId(tenant),
                new ServiceName(service),
                new InstanceId(instance),
                List.of(new Endpoint("main", "127.0.0.1", port, "tcp")),
                "eu",
                "eu-1",
                labels,
                List.of(),
                lease);
    }

    /// About 33 KB, by its labels.
    public static Registration large(String service, String instance) {
        Map<String, String> labels = IntStream.range(0, 64)
                .boxed()
                .collect(Collectors.toMap(i -> "label-%02d".formatted(i), i -> "ж".repeat(253)));
        Registration small = leased(service, instance, 80);
        return new Registration(
                small.tenant(),
                small.service(),
                small.instance(),
                small.endpoints(),
                small.region(),
                small.zone(),
                labels,
                small.checks(),
                small.lease());
    }

    public static Verdict verdict(HealthState state, String reason) {
        return new Verdict(state, Cause.NONE, reason, Instant.EPOCH, List.of(), HealthState.UNKNOWN);
    }
}
