package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Recorded;

/// Hears of each change of a saga, after it is durable; must be quick and must not fail.
public interface SagaListener {
    void changed(Recorded before, Recorded after);

    /// Both hear.
    default SagaListener and(SagaListener other) {
        return (before, after) -> {
            changed(before, after);
            other.changed(before, after);
        };
    }
}
