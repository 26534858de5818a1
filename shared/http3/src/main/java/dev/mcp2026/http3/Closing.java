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
        if (connection.eventLoop().inEventLoop()) {
            attempt(connection, code, reason, TRIES);
        } else {
            connection.eventLoop().execute(() -> attempt(connection, code, reason, TRIES));
        }
    }

    private static void attempt(QuicChannel connection, int code, String reason, int left) {
        if (!connection.isOpen()) {
            return;
        }
        if (QuicRoom.mayClose(connection, reason.length())) {
            connection.close(true, code, ByteBufUtil.writeAscii(connection.alloc(), reason));
        } else if (left > 0) {
            var unused = connection
                    .eventLoop()
                    .schedule(() -> attempt(connection, code, reason, left - 1), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
