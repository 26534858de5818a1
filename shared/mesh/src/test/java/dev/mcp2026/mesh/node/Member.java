package dev.mcp2026.mesh.node;

import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.http3.Credentials;
import dev.mcp2026.http3.DatagramSockets;
import dev.mcp2026.http3.HandshakeLimits;
import dev.mcp2026.http3.Http3ServerBuilder;
import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.http3.ServerTls;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.relay.Tunnels;
import dev.mcp2026.mesh.route.RouteListener;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;

/// One cell of the mesh in this process: its servers on both transports, and its node.
final class Member implements AutoCloseable {
    private static final CellId ANY = new CellId("any");
    private static final MeshService.Access OPEN = new MeshService.Access() {
        @Override
        public CellId requireCell() {
            return ANY;
        }

        @Override
        public void requireReader() {
            // Everybody may look.
        }
    };

    final InetSocketAddress address;
    final MeshNode node;
    final Tunnels tunnels;
    private final EventLoopGroup loops = DatagramSockets.newGroup(1, "member");
    private final Server http2;
    private final Server http3;

    /// @param port for both transports
    Member(String cell, int port, TrustDirectory trust, List<MeshPeer> peers, MeshRules rules, RouteListener listener)
            throws Exception {
        address = new InetSocketAddress("127.0.0.1", port);
        TlsMaterial material = TlsMaterial.read(trust.svid(new Role.CellService(new CellId(cell), "registry")));
        SpiffeTrustManager manager = new SpiffeTrustManager(material.bundle(), id -> true, "anyone");
        Credentials credentials =
                new Credentials(material.keyManagers(), chain -> manager.checkServerTrusted(chain, "UNKNOWN"));
        ClientTls client = ClientTls.of(credentials);
        node = new MeshNode(
                new CellId(cell),
                peers,
                loops,
                new MeshCredentials() {
                    @Override
                    public ClientTls http3(MeshPeer peer) {
                        return client;
                    }

                    @Override
                    public SslContext http2(MeshPeer peer) {
                        try {
                            return GrpcSslContexts.forClient()
                                    .keyManager(material.keyManagers())
                                    .trustManager(manager)
                                    .build();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                },
                Http3Settings.defaults(),
                List.of(),
                rules,
                InstantSource.system(),
                System::nanoTime,
                listener);
        tunnels = new Tunnels(
                loops,
                (to, service) -> node.peer(to).map(MeshPeer::resolved).orElse(null),
                new Limit("mcp.mesh.tunnels", 8, "tunnels"),
                new Limit("mcp.mesh.tunnels-per-peer", 8, "tunnels"));
        MeshService service = new MeshService(node, tunnels, OPEN) {};
        http3 = Http3ServerBuilder.forAddress(
                        address, loops, ServerTls.of(credentials, HandshakeLimits.defaults(), InstantSource.system()))
                .intercept(new DatagramContext())
                .addService(service)
                .build()
                .start();
        http2 = NettyServerBuilder.forAddress(address)
                .sslContext(GrpcSslContexts.configure(
                                io.netty.handler.ssl.SslContextBuilder.forServer(material.keyManagers())
                                        .trustManager(manager)
                                        .clientAuth(ClientAuth.REQUIRE))
                        .build())
                .addService(service)
                .build()
                .start();
        node.start();
    }

    @Override
    public void close() {
        node.close();
        http2.shutdownNow();
        http3.shutdownNow();
        loops.shutdownGracefully();
    }
}
