package dev.mcp2026.systemtests;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.mesh.v1.ExplainRouteRequest;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.proto.mesh.v1.Path;
import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.testkit.wan.box.WanBox;
import dev.mcp2026.testkit.wan.box.WanNode;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Registry cells, each in a network namespace of its own, with a WAN between them.
final class WanCells implements AutoCloseable {
    static final int GRPC_PORT = 9081;
    static final int HTTP_PORT = 8081;
    private static final Duration START = Duration.ofSeconds(180);
    private static final Role OPERATOR = new Role.PlatformOperator("dev");

    final WanBox box;
    private final java.nio.file.Path root;
    private final TrustDirectory trust;
    private final Map<String, ManagedProcess> processes = new HashMap<>();
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private final List<NioEventLoopGroup> loops = new ArrayList<>();

    WanCells(String... cells) throws Exception {
        box = WanBox.open(cells);
        root = Files.createTempDirectory("mcp-wan-test");
        trust = new TrustDirectory(root.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN,
                        List.of(cells).stream().map(CellId::new).toList(),
                        List.of("registry")));
        String peers = List.of(cells).stream()
                .map(cell -> cell + "=" + box.node(cell).address().getHostAddress() + ":" + GRPC_PORT)
                .collect(Collectors.joining(","));
        for (String cell : cells) {
            start(cell, peers);
        }
        for (String cell : cells) {
            awaitListening(cell);
            channels.put(cell, connect(cell));
        }
    }

    private void start(String cell, String peers) throws Exception {
        java.nio.file.Path folder = root.resolve(cell);
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), """
                mcp.cell.id=%s
                mcp.bind.host=0.0.0.0
                mcp.registry.peers=%s
                mcp.mesh.route.hold-down=3s
                mcp.mesh.route.dwell=2s
                mcp.store.path=%s
                mcp.trust.dir=%s
                mcp.http.port=%d
                mcp.grpc.port=%d
                mcp.shutdown.delay=0s
                """.formatted(
                        cell, peers, folder.resolve("data"), trust.root(), HTTP_PORT, GRPC_PORT));
        processes.put(
                cell,
                box.node(cell)
                        .start(
                                cell,
                                folder,
                                BuiltApplication.command("registry", List.of("-Xmx384m"), List.of("-Xmx256m"))));
    }

    private void awaitListening(String cell) {
        WanNode node = box.node(cell);
        dev.mcp2026.testkit.await.Await.until(cell + " listens", START, () -> {
            try {
                return node.call(() -> {
                    try (java.net.Socket socket = new java.net.Socket()) {
                        socket.connect(new InetSocketAddress("127.0.0.1", HTTP_PORT), 1000);
                        return true;
                    }
                });
            } catch (Exception refused) {
                return false;
            }
        });
    }

    /// From within the cell's own namespace, so that no cut is in the way.
    private ManagedChannel connect(String cell) throws Exception {
        TlsMaterial material = TlsMaterial.read(trust.svid(OPERATOR));
        // Threads, and their sockets with them, are of the namespace of whoever starts them.
        NioEventLoopGroup group = box.node(cell).call(() -> {
            NioEventLoopGroup made = new NioEventLoopGroup(1);
            made.submit(() -> {}).sync();
            return made;
        });
        loops.add(group);
        return NettyChannelBuilder.forAddress("127.0.0.1", GRPC_PORT)
                .eventLoopGroup(group)
                .channelFactory(() -> socketIn(cell))
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(material.keyManagers())
                        .trustManager(material.trustManagers())
                        .build())
                .overrideAuthority("localhost")
                .build();
    }

    /// A socket is of the namespace of the thread that makes it, which would be any of gRPC's.
    private NioSocketChannel socketIn(String cell) {
        try {
            return box.node(cell).call(NioSocketChannel::new);
        } catch (Exception e) {
            throw new IllegalStateException("no socket in the namespace of " + cell, e);
        }
    }

    RegistryGrpc.RegistryBlockingStub registry(String cell) {
        return RegistryGrpc.newBlockingStub(channels.get(cell));
    }

    ExplainRouteResponse route(String from, String to) {
        return MeshGrpc.newBlockingStub(channels.get(from))
                .explainRoute(ExplainRouteRequest.newBuilder().setToCell(to).build());
    }

    /// As in "http3" and "via cell3"; empty for none.
    String way(String from, String to) {
        return route(from, to).getCandidatesList().stream()
                .map(candidate -> candidate.getPath())
                .filter(Path::getChosen)
                .map(path -> path.getViaCell().isEmpty()
                        ? path.getTransport().name().replace("TRANSPORT_", "").toLowerCase(java.util.Locale.ROOT)
                        : "via " + path.getViaCell())
                .findFirst()
                .orElse("");
    }

    String link(String from, String to) {
        return registry(from).listCells(ListCellsRequest.getDefaultInstance()).getCellsList().stream()
                .filter(cell -> cell.getId().equals(to))
                .map(Cell::getLink)
                .findFirst()
                .orElse("");
    }

    String log(String cell) {
        return processes.get(cell).logTail();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        processes.values().forEach(ManagedProcess::close);
        loops.forEach(group -> group.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS));
        box.close();
    }
}
