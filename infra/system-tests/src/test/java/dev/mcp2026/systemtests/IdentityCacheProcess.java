package dev.mcp2026.systemtests;

import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One identity cache as a process, in a folder of its own.
final class IdentityCacheProcess implements AutoCloseable {
    final int httpPort;
    final int grpcPort;
    final Path socket;
    private final Path folder;
    private final ServiceProcess service;

    IdentityCacheProcess(String cell, Path folder, TrustDirectory trust) {
        this.folder = folder;
        this.socket = folder.resolve("agent.sock");
        this.service = new ServiceProcess(cell, folder, trust);
        this.httpPort = service.httpPort;
        this.grpcPort = service.grpcPort;
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
        service.start(
                "identity",
                BuiltApplication.command("identity-cache", List.of("-Xmx256m"), List.of("-Xmx192m")),
                """
                mcp.identity.socket=%s
                mcp.identity.authority.directory=%s
                %s
                """.formatted(socket, folder.resolve("authority"), more));
        awaitSocket();
        return this;
    }

    private void awaitSocket() {
        service.awaitReady("the socket", () -> Files.exists(socket));
    }

    void kill() {
        service.kill();
    }

    void restart() {
        service.restart();
        awaitSocket();
    }

    IdentityGrpc.IdentityBlockingStub as(Role role) throws Exception {
        return IdentityGrpc.newBlockingStub(service.channel(role));
    }

    @Override
    public void close() {
        service.close();
    }
}
