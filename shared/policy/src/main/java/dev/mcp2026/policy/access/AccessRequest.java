package dev.mcp2026.policy.access;

import dev.mcp2026.kernel.id.TenantId;
import java.util.Map;

/// May this one do that to this?
///
/// @param action `service:verb`
/// @param resource `kind/name`
/// @param namespace within the tenant; empty where the resource is in none
/// @param labels of the resource
public record AccessRequest(
        Subject subject,
        String action,
        String resource,
        TenantId tenant,
        String namespace,
        Map<String, String> labels) {
    public AccessRequest {
        labels = Map.copyOf(labels);
    }
}
