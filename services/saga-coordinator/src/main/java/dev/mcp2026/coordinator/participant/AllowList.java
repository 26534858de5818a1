package dev.mcp2026.coordinator.participant;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which addresses a tenant's sagas may call: without it a definition could reach whatever the coordinator's host can.
///
/// @param addresses by tenant: `host:port`, `host:*` or `*.domain:port`; those of [#EVERY] are everyone's
public record AllowList(Map<String, List<String>> addresses) {
    public static final String EVERY = "*";

    public AllowList {
        addresses = Map.copyOf(addresses);
    }

    /// @throws dev.mcp2026.kernel.error.FaultException PERMISSION_DENIED
    public void check(TenantId tenant, String host, int port) {
        String named = host.toLowerCase(Locale.ROOT);
        if (!isIn(EVERY, named, port) && !isIn(tenant.value(), named, port)) {
            throw Faults.of(
                    FaultKind.PERMISSION_DENIED,
                    "tenant " + tenant + " may not call " + host + ":" + port,
                    "add it to mcp.saga.participants." + tenant);
        }
    }

    private boolean isIn(String tenant, String host, int port) {
        return addresses.getOrDefault(tenant, List.of()).stream().anyMatch(pattern -> matches(pattern, host, port));
    }

    private static boolean matches(String pattern, String host, int port) {
        int colon = pattern.lastIndexOf(':');
        if (colon < 0) {
            return false;
        }
        String ports = pattern.substring(colon + 1);
        String hosts = pattern.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean samePort = ports.equals("*") || ports.equals(Integer.toString(port));
        boolean sameHost = hosts.startsWith("*.") ? host.endsWith(hosts.substring(1)) : hosts.equals(host);
        return samePort && sameHost;
    }
}
