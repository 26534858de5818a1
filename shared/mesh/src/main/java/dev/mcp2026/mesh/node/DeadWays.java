package dev.mcp2026.mesh.node;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.Way;
import java.util.List;
import java.util.Map;

/// Ways on which no call may be left. That is not only the one that was just given up: until the connection of a chosen
/// way is made, calls go on by the one before, which nobody watches any more, and its own keep-alive would take longer
/// to find out than calls have time.
final class DeadWays {
    private DeadWays() {}

    /// @param chosen by which calls go now; where there is none, those under way may still be answered if the path
    /// comes back
    static List<Way> of(CellId peer, Way chosen, Map<PathKey, PathMeasurement> own) {
        return own.entrySet().stream()
                .filter(path -> path.getKey().peer().equals(peer)
                        && !path.getKey().way().equals(chosen)
                        && path.getValue().state() == PathState.DOWN)
                .map(path -> path.getKey().way())
                .toList();
    }
}
