package dev.mcp2026.testkit.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `redis-server` without persistence.
public final class RedisServer implements RealServer {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress address;
    private final Path folder;
    private final ManagedProcess process;

    private RedisServer(InetSocketAddress address) {
        this.address = address;
        this.folder = Folders.temporary("redis");
        this.process = ManagedProcess.start(
                "redis",
                folder,
                List.of(
                        Programs.require("redis-server", "redis-server").toString(),
                        "--bind " + address.getAddress().getHostAddress(),
                        "--port " + address.getPort(),
                        "--dir " + folder,
                        "--save ''",
                        "--appendonly no",
                        "--daemonize no"));
    }

    /// False if `redis-server` is not installed: skip the test then.
    public static boolean available() {
        return Programs.find("redis-server").isPresent();
    }

    public static RedisServer start() {
        RedisServer server = new RedisServer(FreePort.address());
        server.awaitReady();
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void awaitReady() {
        process.awaitReady("answers PING on port " + address.getPort(), START_DEADLINE, this::ping);
    }

    /// True if the server answers PONG within a second.
    public boolean ping() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1_000);
            socket.connect(address, 1_000);
            socket.getOutputStream().write(PING);
            return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII).equals("+PONG\r\n");
        } catch (IOException down) {
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
        Folders.delete(folder);
    }
}
