package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.mesh.node.MeshPeer;
import java.util.List;

/// Peers that a service knows by its own configuration, as a CDI bean; `mcp.mesh.peers` are added to them.
public record MeshPeers(List<MeshPeer> known) {
    public MeshPeers {
        known = List.copyOf(known);
    }
}
