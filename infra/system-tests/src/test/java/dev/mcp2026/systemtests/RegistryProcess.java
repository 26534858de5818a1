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

/// One registry cell as a process, in a folder of its own.
final class RegistryProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    final String cell;
    final int httpPort = FreePort.find();
    final int grpcPort = FreePort.find();
    private final Path folder;
    private final TrustDirectory trust;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private ManagedProcess process;

    RegistryProcess(String cell, Path root, TrustDirectory trust) {
        this.cell = cell;
        this.trust = trust;
        this.folder = root.resolve(cell);
    }

    /// @param peers as `mcp.registry.peers` wants them
    RegistryProcess start(String peers) throws Exception {
        return start(peers, "");
    }

    /// @param more lines of configuration
    RegistryProcess start(String peers, String more) throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), """
                mcp.cell.id=%s
                mcp.registry.peers=%s
                mcp.registry.replication.digest-interval=2s
                mcp.registry.leases.window=1s
                mcp.store.path=%s
                mcp.trust.dir=%s
                mcp.http.port=%d
                mcp.grpc.port=%d
                mcp.shutdown.delay=0s
                %s
                """.formatted(
                        cell, peers, folder.resolve("data"), trust.root(), httpPort, grpcPort, more));
        process = ManagedProcess.start(
                cell, folder, BuiltApplication.command("registry", List.of("-Xmx384m"), List.of("-Xmx256m")));
        process.awaitPort(new InetSocketAddress(FreePort.loopback(), grpcPort), START);
        process.awaitPort(new InetSocketAddress(FreePort.loopback(), httpPort), START);
        return this;
    }

    /// As a power cut would: no chance to say goodbye.
    void kill() {
        process.kill();
    }

    void restart() {
        process = process.restart();
        process.awaitPort(new InetSocketAddress(FreePort.loopback(), grpcPort), START);
        process.awaitPort(new InetSocketAddress(FreePort.loopback(), httpPort), START);
    }

    InetSocketAddress grpcAddress() {
        return new InetSocketAddress(FreePort.loopback(), grpcPort);
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
