package dev.mcp2026.policy.access;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.policy.PolicyName;
import java.util.List;
import java.util.Optional;

/// Rules that are written, versioned and merged together.
///
/// @param tenant whose resources it is about; empty for a policy of the platform, which is about all
public record AccessPolicy(
        PolicyName name, Optional<TenantId> tenant, List<AccessRule> rules, List<AccessExample> examples) {
    public AccessPolicy {
        rules = List.copyOf(rules);
        examples = List.copyOf(examples);
    }

    /// As people name it.
    public String reference() {
        return tenant.map(of -> of + "/").orElse("") + name;
    }
}
