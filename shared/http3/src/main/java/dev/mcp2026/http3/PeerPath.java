package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Where the peer of one connection is.
final class PeerPath {
    private final PeerAddresses addresses;
    private final @Nullable SocketAddress known;

    PeerPath(QuicChannel connection, PeerAddresses addresses) {
        this.addresses = addresses;
        this.known = connection.remoteSocketAddress();
    }

    /// quiche has validated the address and moved the connection there.
    void moved(InetSocketAddress told) {
        InetSocketAddress to = new InetSocketAddress(told.getAddress(), port(told));
        if (known instanceof InetSocketAddress from && !to.equals(from)) {
            addresses.moved(from, to);
        }
    }

    /// netty-quic 0.0.75 gives the bytes of the port in the wrong order.
    private static int port(InetSocketAddress told) {
        return Short.toUnsignedInt(Short.reverseBytes((short) told.getPort()));
    }

    void closed() {
        if (known instanceof InetSocketAddress from) {
            addresses.forget(from);
        }
    }
}
