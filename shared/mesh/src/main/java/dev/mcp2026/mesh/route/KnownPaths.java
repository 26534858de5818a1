package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import java.util.List;
import java.util.Map;

/// All that a decision about one peer is made from.
///
/// @param self the cell that decides
/// @param peer the cell to be reached
/// @param own what this cell measures: direct paths to the peer and to the relays, and tunnels end to end once they
///     are open; what one cell doesn't listen on is simply not there
/// @param reports the newest of each cell
public record KnownPaths(CellId self, CellId peer, Map<PathKey, PathMeasurement> own, List<RelayReport> reports) {
    public KnownPaths {
        own = Map.copyOf(own);
        reports = List.copyOf(reports);
    }
}
