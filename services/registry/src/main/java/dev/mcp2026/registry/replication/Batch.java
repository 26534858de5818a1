package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Delta;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Deltas in the sender's order.
///
/// @param revision the subscriber's cursor once this is applied
/// @param more the subscriber is still catching up
/// @param silent owners that the sender can't hear either, and since when
public record Batch(List<Delta> deltas, long revision, boolean more, Map<CellId, Instant> silent) {
    public Batch {
        deltas = List.copyOf(deltas);
        silent = Map.copyOf(silent);
    }
}
