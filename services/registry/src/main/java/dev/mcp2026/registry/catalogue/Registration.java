package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an instance says of itself. Immutable; complete and consistent once made.
///
/// @param lease how long it lives without a renewal; null: declared, lives until deregistered
public record Registration(
        TenantId tenant,
        ServiceName service,
        InstanceId instance,
        List<Endpoint> endpoints,
        String region,
        String zone,
        Map<String, String> labels,
        List<CheckSpec> checks,
        @Nullable Duration lease) {
    private static final Duration LEASE_MIN = Duration.ofSeconds(1);
    private static final Duration LEASE_MAX = Duration.ofDays(1);

    public Registration {
        endpoints = List.copyOf(endpoints);
        labels = Map.copyOf(labels);
        checks = List.copyOf(checks);
        if (endpoints.isEmpty()) {
            throw Faults.invalid("endpoints", "an instance needs at least one endpoint", "add one with host and port");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < endpoints.size(); i++) {
            requireUnique("endpoints[" + i + "].name", names, endpoints.get(i).name());
        }
        Set<String> checkNames = new HashSet<>();
        for (int i = 0; i < checks.size(); i++) {
            CheckSpec check = checks.get(i);
            requireUnique("checks[" + i + "].name", checkNames, check.name());
            if (!names.contains(check.endpoint())) {
                throw Faults.invalid(
                        "checks[" + i + "].endpoint",
                        "no endpoint is named '" + Shown.of(check.endpoint()) + "'",
                        "use one of " + names.stream().sorted().toList());
            }
        }
        if (lease != null && (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(LEASE_MAX) > 0)) {
            throw Faults.invalid("lease", lease + " is out of range", "use 1 s to 24 h, or none");
        }
    }

    private static void requireUnique(String field, Set<String> seen, String name) {
        if (!seen.add(name)) {
            throw Faults.invalid(field, "'" + name + "' is used twice", "give each its own name");
        }
    }

    public Endpoint endpoint(String name) {
        return endpoints.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }
}
