package dev.mcp2026.http3;

import io.netty.buffer.ByteBufUtil;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicRoom;
import java.util.concurrent.TimeUnit;

/// Ends connections, each as soon as the packet that says so can be sent. One that has no room for it, since its peer
/// acknowledges nothing any more, is left to QUIC's idle timeout.
final class Closing {
    private static final long AGAIN_MILLIS = 10;
    private static final int TRIES = 300;
    /// Of QUIC itself (RFC 9000 section 20.1).
    static final int CONNECTION_REFUSED = 2;

    private Closing() {}

    /// The H3 code of an orderly end.
    static void orderly(QuicChannel connection) {
        close(connection, (int) Http3ErrorCode.H3_NO_ERROR.code());
    }

    static void close(QuicChannel connection, int code) {
        close(connection, code, "");
    }

    /// @param reason in a few words, of ASCII
    static void close(QuicChannel connection, int code, String reason) {
        close(connection, true, code, reason);
    }

    /// Tells a client that it has to go elsewhere, as RFC 9000 section 5.2.2 has it. In silence it would wait until its
    /// patience with a peer that is not there is over.
    static void refuse(QuicChannel connection) {
        close(connection, false, CONNECTION_REFUSED, "");
    }

    private static void close(QuicChannel connection, boolean http3, int code, String reason) {
        if (connection.eventLoop().inEventLoop()) {
            attempt(connection, http3, code, reason, TRIES);
        } else {
            connection.eventLoop().execute(() -> attempt(connection, http3, code, reason, TRIES));
        }
    }

    private static void attempt(QuicChannel connection, boolean http3, int code, String reason, int left) {
        if (!connection.isOpen()) {
            return;
        }
        if (QuicRoom.mayClose(connection, reason.length())) {
            connection.close(http3, code, ByteBufUtil.writeAscii(connection.alloc(), reason));
        } else if (left > 0) {
            var unused = connection
                    .eventLoop()
                    .schedule(
                            () -> attempt(connection, http3, code, reason, left - 1),
                            AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }
}
