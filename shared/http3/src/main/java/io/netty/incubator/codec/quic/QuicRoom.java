package io.netty.incubator.codec.quic;

import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Whether netty-quic may close a connection. While nothing may be sent (the congestion window is used up, or the
/// peer's address isn't validated) netty-quic gives quiche 8 bytes for the packet that closes, quiche writes none, and
/// netty-quic tries again for ever: `QuicheQuicChannel.connectionSendSegments` in 0.0.75.
public final class QuicRoom {
    /// More than a CONNECTION_CLOSE without a reason needs, headers and tag included.
    private static final int ENOUGH_BYTES = 100;

    private QuicRoom() {}

    /// @param reasonBytes of the reason that it gives
    public static boolean mayClose(QuicChannel connection, int reasonBytes) {
        if (!(connection instanceof QuicheQuicChannel quiche) || !connection.isOpen()) {
            return true;
        }
        // What waits leaves first, since closing sends it too and may use up the room.
        quiche.connectionSendAndFlush();
        QuicheQuicConnection its = quiche(connection);
        return its == null
                || Quiche.quiche_conn_is_closed(its.address())
                || Quiche.quiche_conn_send_quantum(its.address()) >= ENOUGH_BYTES + reasonBytes;
    }

    /// quiche's side of it; null before it has one and once that is gone.
    static @Nullable QuicheQuicConnection quiche(QuicChannel connection) {
        SSLEngine engine = connection.sslEngine();
        QuicheQuicConnection its = engine instanceof QuicheQuicSslEngine known ? known.connection : null;
        return its == null || its.isFreed() ? null : its;
    }
}
