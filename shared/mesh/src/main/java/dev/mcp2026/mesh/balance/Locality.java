package dev.mcp2026.mesh.balance;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PeerRole;
import java.util.Optional;

/// How near an endpoint is; the nearest first.
public enum Locality {
    OWN_CELL,
    EDGE,
    REGIONAL,
    REMOTE;

    /// @param role of the endpoint's cell; one that was never measured counts as remote
    public static Locality of(CellId self, CellId cell, Optional<PeerRole> role) {
        if (self.equals(cell)) {
            return OWN_CELL;
        }
        return switch (role.orElse(PeerRole.REMOTE)) {
            case EDGE -> EDGE;
            case REGIONAL -> REGIONAL;
            case REMOTE -> REMOTE;
        };
    }
}
