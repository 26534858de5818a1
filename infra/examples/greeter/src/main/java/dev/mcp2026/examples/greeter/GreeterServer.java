package dev.mcp2026.examples.greeter;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The server: says NOT_SERVING before it goes, so that a check sees the end coming.
final class GreeterServer implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final HealthStatusManager health = new HealthStatusManager();
    private final Server server;

    /// @param port 0 for any free one
    GreeterServer(int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(Greeter.definition())
                .addService(health.getHealthService())
                .build()
                .start();
        health.setStatus(Greeter.SERVICE, ServingStatus.SERVING);
    }

    int port() {
        return server.getPort();
    }

    void awaitEnd() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() throws InterruptedException {
        health.enterTerminalState();
        server.shutdown();
        if (!server.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            server.shutdownNow();
        }
    }
}
