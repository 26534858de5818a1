/// Tunnels through a third cell: the packets of a QUIC connection, which the cell in between can't read, are HTTP
/// datagrams of an `OpenTunnel` call.
@NullMarked
package dev.mcp2026.mesh.relay;

import org.jspecify.annotations.NullMarked;
