package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Where the peer of one connection is.
final class PeerPath {
    private static final int LAST = Http3Server.PATHS - 4;

    private final QuicChannel connection;
    private final PeerAddresses addresses;
    private final @Nullable SocketAddress known;
    private int paths = 1;

    PeerPath(QuicChannel connection, PeerAddresses addresses) {
        this.connection = connection;
        this.addresses = addresses;
        this.known = connection.remoteSocketAddress();
    }

    /// Packets came from one more address.
    ///
    /// @return true if the connection should end before there are too many
    boolean oneMore() {
        return ++paths == LAST;
    }

    /// quiche has moved the connection to the address of the packet that is being read.
    void moved() {
        if (known instanceof InetSocketAddress from
                && connection.remoteSocketAddress() instanceof InetSocketAddress to
                && !to.equals(from)) {
            addresses.moved(from, to);
        }
    }

    void closed() {
        if (known instanceof InetSocketAddress from && paths > 1) {
            addresses.forget(from);
        }
    }
}
