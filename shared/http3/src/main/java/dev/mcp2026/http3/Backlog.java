package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicStreamChannel;
import org.jspecify.annotations.Nullable;

/// Bytes that came for one call and that its reader has not taken yet. Over the limit the stream is no longer read, so
/// that QUIC's flow control holds up the peer; at half of it reading goes on.
final class Backlog {
    private final long max;
    private long unread;

    Backlog(long max) {
        this.max = max;
    }

    void received(@Nullable QuicStreamChannel channel, int bytes) {
        unread += bytes;
        if (channel != null && unread > max && channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
        }
    }

    void read(@Nullable QuicStreamChannel channel, int bytes) {
        unread -= bytes;
        if (channel != null && isSmall() && !channel.config().isAutoRead()) {
            // Not at once: more would come in the middle of the message that is being taken.
            channel.eventLoop().execute(() -> goOn(channel));
        }
    }

    private void goOn(QuicStreamChannel channel) {
        if (isSmall()) {
            channel.config().setAutoRead(true);
        }
    }

    private boolean isSmall() {
        return unread < max / 2;
    }
}
