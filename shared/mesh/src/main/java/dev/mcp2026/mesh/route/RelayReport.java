package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathMeasurement;
import java.util.Map;

/// What another cell says of its own direct HTTP/3 paths. Its relayed ways are left out, so that no way goes through
/// two relays and none goes round in a circle.
///
/// @param receivedNanos our monotonic time when it came
/// @param direct by the cell the path leads to
public record RelayReport(CellId relay, long receivedNanos, Map<CellId, PathMeasurement> direct) {
    public RelayReport {
        direct = Map.copyOf(direct);
    }
}
