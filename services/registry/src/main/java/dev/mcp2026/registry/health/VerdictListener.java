package dev.mcp2026.registry.health;

import dev.mcp2026.registry.catalogue.InstanceKey;

/// Told of each verdict that differs from the last in state, cause or rule.
@FunctionalInterface
public interface VerdictListener {
    /// Called in order for each instance, while that instance is locked: hand over and return.
    void onVerdict(InstanceKey key, Verdict verdict);
}
