package dev.mcp2026.systemtests;

import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import io.grpc.ManagedChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/// One registry cell as a process, in a folder of its own.
final class RegistryProcess implements AutoCloseable {
    final String cell;
    final int httpPort;
    final int grpcPort;
    private final ServiceProcess service;

    RegistryProcess(String cell, Path root, TrustDirectory trust) {
        this.cell = cell;
        this.service = new ServiceProcess(cell, root.resolve(cell), trust);
        this.httpPort = service.httpPort;
        this.grpcPort = service.grpcPort;
    }

    /// @param peers as `mcp.registry.peers` wants them
    RegistryProcess start(String peers) throws Exception {
        return start(peers, "");
    }

    /// @param more lines of configuration
    RegistryProcess start(String peers, String more) throws Exception {
        service.start(
                cell, BuiltApplication.command("registry", List.of("-Xmx384m"), List.of("-Xmx256m")), """
                mcp.registry.peers=%s
                mcp.registry.replication.digest-interval=2s
                mcp.registry.leases.window=1s
                %s
                """.formatted(
                                peers, more));
        return this;
    }

    /// As a power cut would: no chance to say goodbye.
    void kill() {
        service.kill();
    }

    void restart() {
        service.restart();
    }

    InetSocketAddress grpcAddress() {
        return service.grpcAddress();
    }

    ManagedChannel channel(Role role) throws Exception {
        return service.channel(role);
    }

    @Override
    public void close() {
        service.close();
    }
}
