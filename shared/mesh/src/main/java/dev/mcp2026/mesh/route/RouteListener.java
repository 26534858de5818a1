package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.id.CellId;

/// Is told of each change of route, in order, by whoever runs the decider; for events, metrics and channels.
@FunctionalInterface
public interface RouteListener {
    void changed(CellId peer, RouteChange change);
}
