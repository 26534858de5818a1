package dev.mcp2026.mesh.node;

import dev.mcp2026.mesh.path.Way;
import java.net.SocketAddress;

/// A peer and the way to it: what a channel of the mesh connects to.
public final class WayAddress extends SocketAddress {
    private static final long serialVersionUID = 1;

    private final transient MeshPeer peer;
    private final transient Way way;

    public WayAddress(MeshPeer peer, Way way) {
        this.peer = peer;
        this.way = way;
    }

    public MeshPeer peer() {
        return peer;
    }

    public Way way() {
        return way;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WayAddress that && peer.equals(that.peer) && way.equals(that.way);
    }

    @Override
    public int hashCode() {
        return 31 * peer.hashCode() + way.hashCode();
    }

    @Override
    public String toString() {
        return peer + ", " + way;
    }
}
