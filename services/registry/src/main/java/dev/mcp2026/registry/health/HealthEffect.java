package dev.mcp2026.registry.health;

/// What the decider asks for.
sealed interface HealthEffect {
    /// Probe this check again in `afterNanos`, sooner than its interval says.
    record ProbeSoon(String check, long afterNanos) implements HealthEffect {}
}
