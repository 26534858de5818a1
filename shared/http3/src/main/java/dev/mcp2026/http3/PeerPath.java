package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Where the peer of one connection is.
final class PeerPath {
    private static final int LAST = Http3Server.PATHS - 4;

    private final PeerAddresses addresses;
    private final @Nullable SocketAddress known;
    private int paths = 1;

    PeerPath(QuicChannel connection, PeerAddresses addresses) {
        this.addresses = addresses;
        this.known = connection.remoteSocketAddress();
    }

    /// Packets came from one more address.
    ///
    /// @return true if the connection should end before there are too many
    boolean oneMore() {
        return ++paths == LAST;
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
        if (known instanceof InetSocketAddress from && paths > 1) {
            addresses.forget(from);
        }
    }
}
