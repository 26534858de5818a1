package dev.mcp2026.systemtests;

import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One identity cache as a process, in a folder of its own.
final class IdentityCacheProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    final int httpPort = FreePort.find();
    final int grpcPort = FreePort.find();
    final Path socket;
    private final String cell;
    private final Path folder;
    private final TrustDirectory trust;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private ManagedProcess process;

    IdentityCacheProcess(String cell, Path folder, TrustDirectory trust) {
        this.cell = cell;
        this.folder = folder;
        this.trust = trust;
        this.socket = folder.resolve("agent.sock");
    }

    static long user() {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// @param more lines of configuration
    IdentityCacheProcess start(String more) throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), """
                mcp.cell.id=%s
                mcp.store.path=%s
                mcp.trust.dir=%s
                mcp.http.port=%d
                mcp.grpc.port=%d
                mcp.shutdown.delay=0s
                mcp.identity.socket=%s
                mcp.identity.authority.directory=%s
                %s
                """.formatted(
                        cell,
                        folder.resolve("data"),
                        trust.root(),
                        httpPort,
                        grpcPort,
                        socket,
                        folder.resolve("authority"),
                        more));
        process = ManagedProcess.start(
                "identity",
                folder,
                BuiltApplication.command("identity-cache", List.of("-Xmx256m"), List.of("-Xmx192m")));
        awaitReady();
        return this;
    }

    private void awaitReady() {
        process.awaitPort(new InetSocketAddress(FreePort.loopback(), grpcPort), START);
        process.awaitPort(new InetSocketAddress(FreePort.loopback(), httpPort), START);
        process.awaitReady("the socket", START, () -> Files.exists(socket));
    }

    void kill() {
        process.kill();
    }

    void restart() {
        process = process.restart();
        awaitReady();
    }

    IdentityGrpc.IdentityBlockingStub as(Role role) throws Exception {
        TlsMaterial material = TlsMaterial.read(trust.svid(role));
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", grpcPort)
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(material.keyManagers())
                        .trustManager(material.trustManagers())
                        .build())
                .build();
        channels.add(channel);
        return IdentityGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        if (process != null) {
            process.close();
        }
    }
}
