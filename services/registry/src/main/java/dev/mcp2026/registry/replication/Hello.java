package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.id.CellId;
import java.util.Set;

/// The first frame of a subscription.
///
/// @param cell who subscribes
/// @param directOrigins owners that it hears itself; their records need no relay
public record Hello(CellId cell, String version, Cursor cursor, Set<CellId> directOrigins) {
    public Hello {
        directOrigins = Set.copyOf(directOrigins);
    }
}
