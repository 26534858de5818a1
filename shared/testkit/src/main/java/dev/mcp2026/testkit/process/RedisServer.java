package dev.mcp2026.testkit.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `redis-server` without persistence.
public final class RedisServer implements RealServer {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);

    private final InetSocketAddress address;
    private final Path folder;
    private final Optional<String> password;
    private final ManagedProcess process;

    private RedisServer(InetSocketAddress address, Optional<String> password) {
        this.address = address;
        this.password = password;
        this.folder = Folders.temporary("redis");
        List<String> command = new ArrayList<>(List.of(
                Programs.require("redis-server", "redis-server").toString(),
                "--bind " + address.getAddress().getHostAddress(),
                "--port " + address.getPort(),
                "--dir " + folder,
                "--save ''",
                "--appendonly no",
                "--daemonize no"));
        password.ifPresent(secret -> command.add("--requirepass " + secret));
        this.process = ManagedProcess.start("redis", folder, command);
    }

    /// False if `redis-server` is not installed: skip the test then.
    public static boolean available() {
        return Programs.find("redis-server").isPresent();
    }

    public static RedisServer start() {
        return ready(new RedisServer(FreePort.address(), Optional.empty()));
    }

    /// @param password of letters and digits, which each client must give
    public static RedisServer startWithPassword(String password) {
        return ready(new RedisServer(FreePort.address(), Optional.of(password)));
    }

    private static RedisServer ready(RedisServer server) {
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
            String hello = password.map(secret -> "AUTH " + secret + "\r\n").orElse("") + "PING\r\n";
            String welcome = password.map(_ -> "+OK\r\n").orElse("") + "+PONG\r\n";
            socket.getOutputStream().write(hello.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(welcome.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(welcome);
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
