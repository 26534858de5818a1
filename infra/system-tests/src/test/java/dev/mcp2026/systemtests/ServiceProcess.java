package dev.mcp2026.systemtests;

import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// One service of a cell as a process, in a folder of its own, on free loopback ports.
final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    final int httpPort = FreePort.find();
    final int grpcPort = FreePort.find();
    private final String cell;
    private final Path folder;
    private final TrustDirectory trust;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private ManagedProcess process;

    ServiceProcess(String cell, Path folder, TrustDirectory trust) {
        this.cell = cell;
        this.folder = folder;
        this.trust = trust;
    }

    /// @param name of the process in what the test kit tells
    /// @param command that runs it
    /// @param more lines of configuration
    void start(String name, List<String> command, String more) throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), """
                mcp.cell.id=%s
                mcp.store.path=%s
                mcp.trust.dir=%s
                mcp.http.port=%d
                mcp.grpc.port=%d
                mcp.shutdown.delay=0s
                %s
                """.formatted(
                        cell, folder.resolve("data"), trust.root(), httpPort, grpcPort, more));
        process = ManagedProcess.start(name, folder, command);
        awaitPorts();
    }

    private void awaitPorts() {
        process.awaitPort(grpcAddress(), START);
        process.awaitPort(new InetSocketAddress(FreePort.loopback(), httpPort), START);
    }

    void awaitReady(String what, Callable<Boolean> ready) {
        process.awaitReady(what, START, ready);
    }

    InetSocketAddress grpcAddress() {
        return new InetSocketAddress(FreePort.loopback(), grpcPort);
    }

    /// As a power cut would: no chance to say goodbye.
    void kill() {
        process.kill();
    }

    void restart() {
        process = process.restart();
        awaitPorts();
    }

    ManagedChannel channel(Role role) throws Exception {
        TlsMaterial material = TlsMaterial.read(trust.svid(role));
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", grpcPort)
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(material.keyManagers())
                        .trustManager(material.trustManagers())
                        .build())
                .build();
        channels.add(channel);
        return channel;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        if (process != null) {
            process.close();
        }
    }
}
