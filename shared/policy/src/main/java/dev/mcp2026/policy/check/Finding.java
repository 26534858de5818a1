package dev.mcp2026.policy.check;

import dev.mcp2026.policy.access.AccessDecision;
import dev.mcp2026.policy.access.AccessRequest;
import java.util.Optional;

/// Something wrong with a rule.
///
/// @param rule the one that is at fault
/// @param other the one that it is at odds with
/// @param shown a request that shows it
public record Finding(
        Kind kind, AccessDecision.By rule, Optional<AccessDecision.By> other, AccessRequest shown, String detail) {
    public enum Kind {
        /// A tenant's policy that is about what is another's.
        CROSS_TENANT,
        /// A right in a namespace that is not the tenant's.
        ESCAPES_NAMESPACES,
        /// A rule that allows what another always denies: it never has an effect.
        SHADOWED,
        /// Two rules for the very same requests, one of which allows and one denies.
        CONTRADICTORY,
        /// A tenant's rule that allows what the platform denies, or denies what the platform allows: an override.
        OVERRIDES
    }
}
