package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicPackets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Looks after a connection all the time that it is open: at what nobody tells, and that what netty-quic forgot leaves.
final class ConnectionWatch {
    static final Duration INTERVAL = Duration.ofMillis(50);

    private ConnectionWatch() {}

    /// @param look runs on the event loop, each [#INTERVAL]
    static void over(QuicChannel connection, Runnable look) {
        var looks = connection
                .eventLoop()
                .scheduleWithFixedDelay(
                        () -> {
                            QuicPackets.send(connection);
                            look.run();
                        },
                        INTERVAL.toMillis(),
                        INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(closed -> looks.cancel(false));
    }
}
