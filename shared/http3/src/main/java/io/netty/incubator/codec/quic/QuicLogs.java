package io.netty.incubator.codec.quic;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/// Begins a connection's qlog anew while it is open. Netty itself has [QuicChannelOption#QLOG] only, which is looked at
/// once, before the connection's first packet.
public final class QuicLogs {
    private QuicLogs() {}

    /// What was written so far is closed. quiche can't stop to log, it can only go on elsewhere.
    ///
    /// @return false if the file can't be made or is there already, or the connection is over; nothing changes then
    public static boolean into(QuicChannel connection, QLogConfiguration file) {
        QuicheQuicConnection its = QuicRoom.quiche(connection);
        return its != null
                && Quiche.quiche_conn_set_qlog_path(its.address(), file.path(), file.logTitle(), file.logDescription());
    }

    /// The connection id that this end began with, in hexadecimal digits; empty before the first packet.
    public static String connectionId(QuicChannel connection) {
        return connection.localAddress() instanceof QuicConnectionAddress known
                ? ByteBufUtil.hexDump(Unpooled.wrappedBuffer(known.id()))
                : "";
    }
}
