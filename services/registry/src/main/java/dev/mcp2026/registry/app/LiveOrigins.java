package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.replication.Replicator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Breaks the circle between the links and the replicator that they are part of.
final class LiveOrigins {
    private volatile @Nullable Replicator replicator;

    void from(Replicator source) {
        replicator = source;
    }

    Set<CellId> get() {
        Replicator source = replicator;
        return source == null ? Set.of() : source.live();
    }
}
