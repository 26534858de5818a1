package dev.mcp2026.mesh.node;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.net.Host;
import java.net.InetSocketAddress;

/// One process of another cell: HTTP/2 on a TCP port and HTTP/3 on the UDP port of the same number.
///
/// @param service as in its SPIFFE ID, `registry`
public record MeshPeer(CellId cell, String service, String host, int port) {
    private static final int PORT_MAX = 65_535;

    public MeshPeer {
        if (!Host.valid(host) || port < 1 || port > PORT_MAX) {
            throw Faults.invalid("address", "'" + host + ":" + port + "' is no address", "write host:port");
        }
    }

    /// @param address `host:port`, an IPv6 literal in brackets
    public static MeshPeer of(CellId cell, String service, String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new MeshPeer(cell, service, host, Integer.parseInt(address.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw Faults.invalid("address", "'" + address + "' names no port", "write host:port");
        }
    }

    /// Resolved anew, since names move.
    public InetSocketAddress resolved() {
        return new InetSocketAddress(host, port);
    }

    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return cell + "/" + service + " at " + address();
    }
}
