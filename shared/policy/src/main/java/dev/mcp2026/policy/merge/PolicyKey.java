package dev.mcp2026.policy.merge;

import dev.mcp2026.policy.PolicyName;
import dev.mcp2026.policy.access.AccessPolicy;
import java.util.Comparator;

/// Which policy.
///
/// @param tenant empty for one of the platform
public record PolicyKey(String tenant, PolicyName name) implements Comparable<PolicyKey> {
    private static final Comparator<PolicyKey> ORDER =
            Comparator.comparing(PolicyKey::tenant).thenComparing(PolicyKey::name);

    public static PolicyKey of(AccessPolicy policy) {
        return new PolicyKey(policy.tenant().map(Object::toString).orElse(""), policy.name());
    }

    @Override
    public int compareTo(PolicyKey other) {
        return ORDER.compare(this, other);
    }
}
