package dev.mcp2026.http3;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// What carries the packets of one client connection in place of a UDP socket of its own, as a relay's tunnel does. It
/// may lose and reorder them, as a network does. TLS is between the two ends: who carries the packets reads nothing.
public interface PacketTunnel {
    /// The largest packet that either end sends, which is the smallest that QUIC can do with (RFC 9000 section 14). It
    /// fits into an HTTP datagram of another connection ([CallDatagrams#maxBytes]).
    int PACKET_BYTES = 1200;

    /// Called once, first, on the connection's event loop; must not block.
    ///
    /// @param inbound takes each packet that comes, and owns it; from any thread
    /// @param closed is told when nothing can be carried any more; from any thread
    /// @return done once packets may be sent
    CompletionStage<Void> open(Consumer<ByteBuf> inbound, Consumer<Status> closed);

    /// Sends or drops one. Called on the connection's event loop; must not block.
    ///
    /// @param packet is the tunnel's
    void send(ByteBuf packet);

    /// The connection is over. Last call.
    void close();
}
