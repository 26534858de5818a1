package dev.mcp2026.http3;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;

/// A peer that is reached through a tunnel. Equal are those of the same name: a subchannel keeps its connection then.
public final class TunnelledAddress extends SocketAddress {
    private static final long serialVersionUID = 1;
    private static final int NAME_MAX = 253;
    private static final int ANY_PORT = 1;

    private final String name;
    private final transient Supplier<PacketTunnel> tunnels;

    /// @param name of the way, as a host name, as in `cell3.via.cell2`; sessions to resume are remembered by it
    /// @param tunnels makes one for each connection
    public TunnelledAddress(String name, Supplier<PacketTunnel> tunnels) {
        if (name.length() > NAME_MAX || !name.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException("not a host name: " + name);
        }
        this.name = name;
        this.tunnels = tunnels;
    }

    public String name() {
        return name;
    }

    PacketTunnel tunnel() {
        return tunnels.get();
    }

    /// What TLS calls the peer.
    InetSocketAddress sessionName() {
        return InetSocketAddress.createUnresolved(name, ANY_PORT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TunnelledAddress address && address.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "tunnel " + name;
    }
}
