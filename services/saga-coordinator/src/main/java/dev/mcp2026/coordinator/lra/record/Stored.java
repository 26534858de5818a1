package dev.mcp2026.coordinator.lra.record;

import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.store.Revision;

/// A long running action as the store had it.
public record Stored(Lra lra, Revision revision) {
    public boolean isNewerThan(Stored other) {
        return revision.value() > other.revision.value();
    }
}
