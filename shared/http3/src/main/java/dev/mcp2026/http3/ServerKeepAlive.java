package dev.mcp2026.http3;

import io.grpc.internal.KeepAliveManager;
import io.netty.incubator.codec.quic.QuicChannel;

/// Asks a client that has fallen silent whether it is still there, and ends the connection of one that is not: sooner
/// than QUIC's idle timeout, so that its calls are cancelled. Of the event loop alone.
final class ServerKeepAlive implements KeepAliveManager.KeepAlivePinger {
    private final QuicChannel connection;
    private final KeepAliveManager manager;
    private final QuicStatistics statistics;
    private long received;

    private ServerKeepAlive(QuicChannel connection, Liveness rules) {
        this.connection = connection;
        this.statistics = new QuicStatistics(() -> connection);
        this.manager = new KeepAliveManager(
                this,
                connection.eventLoop(),
                rules.keepAliveTime().toNanos(),
                rules.keepAliveTimeout().toNanos(),
                true);
    }

    static void begin(QuicChannel connection, Liveness rules) {
        if (rules.keepsAlive()) {
            ServerKeepAlive keeping = new ServerKeepAlive(connection, rules);
            keeping.manager.onTransportStarted();
            ConnectionWatch.over(connection, keeping::look);
            connection.closeFuture().addListener(closed -> keeping.manager.onTransportTermination());
        }
    }

    private void look() {
        if (connection.isOpen()) {
            var unused = statistics.sample().thenAccept(sample -> heard(sample.received()));
        }
    }

    private void heard(long count) {
        if (count != received) {
            received = count;
            manager.onDataReceived();
        }
    }

    @Override
    public void ping() {
        PathWatch.probe(connection);
    }

    @Override
    public void onPingTimeout() {
        Closing.orderly(connection);
    }
}
