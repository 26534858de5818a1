package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The handshakes under way at one server. They have a bound of their own, so that strangers cannot take the room of
/// connections, and an end, so that silence gives it back.
final class Handshakes {
    private final HandshakeLimits limits;
    private final AtomicInteger open = new AtomicInteger();

    /// One that is under way, until [#over].
    final class Handshake {
        private boolean over;

        /// The peer is known, or gone. On the event loop.
        void over() {
            if (!over) {
                over = true;
                open.decrementAndGet();
            }
        }
    }

    Handshakes(HandshakeLimits limits) {
        this.limits = limits;
    }

    boolean isFull() {
        return open.get() >= limits.halfOpen().max();
    }

    /// Peers have to show that they receive where they send from.
    boolean isBusy() {
        return open.get() >= limits.halfOpenBeforeRetry().max();
    }

    int open() {
        return open.get();
    }

    /// Begins one; its connection is closed if it takes too long.
    Handshake begin(QuicChannel connection) {
        open.incrementAndGet();
        Handshake handshake = new Handshake();
        var late = connection
                .eventLoop()
                .schedule(
                        () -> {
                            if (!handshake.over) {
                                Closing.orderly(connection);
                            }
                        },
                        limits.handshake().toMillis(),
                        TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(closed -> {
            late.cancel(false);
            handshake.over();
        });
        return handshake;
    }
}
