package dev.mcp2026.policy.access;

/// What came of a request.
public sealed interface AccessDecision {
    /// A rule, as people name it.
    record By(AccessPolicy policy, AccessRule rule) {
        @Override
        public String toString() {
            return policy.reference() + "#" + rule.name();
        }
    }

    record Allowed(By by) implements AccessDecision {}

    record Denied(By by) implements AccessDecision {}

    /// No rule speaks of it, or of another tenant's only.
    record NotAllowed(String why) implements AccessDecision {}

    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}
