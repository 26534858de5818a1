package dev.mcp2026.policy.access;

import java.util.Map;

/// Who asks.
///
/// @param id as a SPIFFE id
/// @param role by name: `workload`, `platform-operator`
/// @param tenant that it is confined to; empty for the platform's own
public record Subject(String id, String role, String tenant, Map<String, String> labels) {
    public Subject {
        labels = Map.copyOf(labels);
    }
}
