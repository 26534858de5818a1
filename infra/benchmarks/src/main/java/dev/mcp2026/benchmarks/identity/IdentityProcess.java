package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.cell.CellRuntime;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.proto.identity.v1.ListSvidsRequest;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// One identity cache as a process, and the operator's way to it.
final class IdentityProcess implements AutoCloseable {
    static final String SERVICE = "identity-cache";
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int CALL_SECONDS = 60;

    private final ManagedProcess process;
    private final int port;
    private final ManagedChannel channel;
    private final List<ManagedChannel> others = new ArrayList<>();
    private final Path socket;

    private IdentityProcess(ManagedProcess process, int port, ManagedChannel channel, Path socket) {
        this.process = process;
        this.port = port;
        this.channel = channel;
        this.socket = socket;
    }

    /// @param more settings beside the usual ones
    static IdentityProcess start(Bench bench, Map<String, String> more) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), "id-");
        // Others than this user have to reach the socket.
        for (Path open : new Path[] {bench.work(), folder}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x--x"));
        }
        int grpc = FreePort.find();
        Path socket = folder.resolve("agent.sock");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("mcp.cell.id", "cell1");
        settings.put("mcp.store.kind", "embedded");
        settings.put("mcp.store.path", folder.resolve("data").toString());
        settings.put("mcp.trust.dir", bench.trust().directory().toString());
        settings.put("mcp.bind.host", "127.0.0.1");
        settings.put("mcp.http.port", Integer.toString(FreePort.find()));
        settings.put("mcp.grpc.port", Integer.toString(grpc));
        settings.put("mcp.mesh.enabled", "false");
        settings.put("mcp.identity.socket", socket.toString());
        settings.put(
                "mcp.identity.authority.directory", folder.resolve("authority").toString());
        settings.putAll(more);
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config/application.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n", "", "\n")));
        ManagedChannel channel = channel(grpc, bench.trust().operator());
        ManagedProcess process = ManagedProcess.start(
                "identity", folder, CellRuntime.chosen(bench.root(), SERVICE).command());
        IdentityProcess started = new IdentityProcess(process, grpc, channel, socket);
        started.awaitReady();
        return started;
    }

    private static ManagedChannel channel(int port, SvidFiles svid) throws IOException {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(svid.bundle().toFile())
                        .keyManager(svid.certificate().toFile(), svid.key().toFile())
                        .build())
                .directExecutor()
                .disableRetry()
                .build();
    }

    private void awaitReady() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (Files.exists(socket)) {
                    operator().listSvids(ListSvidsRequest.getDefaultInstance());
                    return;
                }
            } catch (StatusRuntimeException notYet) {
                channel.resetConnectBackoff();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        close();
        throw new IllegalStateException("the identity cache did not start; its log is " + process.log());
    }

    IdentityGrpc.IdentityBlockingStub operator() {
        return IdentityGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /// By another's certificate than the operator's; no deadline.
    IdentityGrpc.IdentityBlockingStub as(SvidFiles svid) throws IOException {
        ManagedChannel other = channel(port, svid);
        others.add(other);
        return IdentityGrpc.newBlockingStub(other);
    }

    IdentityGrpc.IdentityStub operatorAsync() {
        return IdentityGrpc.newStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    Path socket() {
        return socket;
    }

    double residentMiB() {
        return ResidentMemory.of(process.pid());
    }

    /// As a crash ends it.
    void kill() {
        process.kill();
    }

    /// An entry for whoever is this user.
    static Entry entry(String tenant, String name, long uid) {
        return Entry.newBuilder()
                .setTenant(tenant)
                .setName(name)
                .setSpiffeId("spiffe://mcp2026.local/tenant/" + tenant + "/workload/" + name)
                .addSelectors("unix:uid:" + uid)
                .setHint(name)
                .build();
    }

    static long ownUser() {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        others.forEach(ManagedChannel::shutdownNow);
        process.close();
    }
}
