package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.node.MeshNode;
import dev.mcp2026.mesh.node.MeshPeer;
import dev.mcp2026.mesh.relay.Tunnels;
import dev.mcp2026.mesh.route.RouteChange;
import dev.mcp2026.mesh.route.RouteListener;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import io.netty.channel.EventLoopGroup;
import io.quarkus.arc.All;
import io.quarkus.grpc.runtime.GrpcClientInterceptorContainer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The mesh of this process: its node, its HTTP/3 server, and their life.
@Singleton
public class Mesh {
    private static final Logger LOG = Logger.getLogger(Mesh.class);
    /// Before a service's own start, which opens channels.
    private static final int EARLY = 100;

    private final MeshConfig config;
    private final String host;
    private final Http3Settings connections;
    private final Vertx vertx;
    private final SvidCredentials credentials;
    private final Instance<QuarkusServices> services;
    private final MeshNode node;
    private final Tunnels tunnels;
    private @Nullable MeshServer server;

    Mesh(
            MeshConfig config,
            @ConfigProperty(name = "mcp.cell.id") String cell,
            @ConfigProperty(name = "mcp.bind.host") String host,
            @ConfigProperty(name = "mcp.grpc.max-message-size") int messageBytes,
            Vertx vertx,
            SvidCredentials credentials,
            Instance<MeshPeers> known,
            Instance<QuarkusServices> services,
            @All List<RouteListener> listeners,
            GrpcClientInterceptorContainer interceptors) {
        this.config = config;
        this.host = host;
        this.connections = ConnectionSettings.of(config.connection(), config.qlog(), messageBytes);
        this.vertx = vertx;
        this.credentials = credentials;
        this.services = services;
        CellId self = new CellId(cell);
        EventLoopGroup loops = ((VertxInternal) vertx).getEventLoopGroup();
        this.node = new MeshNode(
                self,
                peers(self, known),
                loops,
                credentials,
                connections,
                interceptors.getSortedGlobalInterceptors(),
                MeshSettings.rules(config),
                InstantSource.system(),
                System::nanoTime,
                (peer, change) -> {
                    log(peer, change);
                    listeners.forEach(listener -> listener.changed(peer, change));
                });
        this.tunnels = new Tunnels(
                loops,
                (to, service) -> node.peer(to)
                        .filter(peer -> peer.service().equals(service))
                        .map(MeshPeer::resolved)
                        .orElse(null),
                node.rules().tunnels(),
                node.rules().tunnelsPerPeer());
    }

    private List<MeshPeer> peers(CellId self, Instance<MeshPeers> known) {
        List<MeshPeer> all = new ArrayList<>();
        known.forEach(each -> all.addAll(each.known()));
        for (String entry : config.peers().orElse(List.of())) {
            String[] parts = entry.strip().split("[/=]", 3);
            if (parts.length != 3) {
                throw Faults.invalid(
                        "mcp.mesh.peers", "'" + entry + "' is not a peer", "write cell2/registry=host:port");
            }
            all.add(MeshPeer.of(new CellId(parts[0]), parts[1], parts[2]));
        }
        // All cells can share one list.
        return all.stream().filter(peer -> !peer.cell().equals(self)).toList();
    }

    public MeshNode node() {
        return node;
    }

    Tunnels tunnels() {
        return tunnels;
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(host, config.port());
        try {
            server = MeshServer.start(vertx, address, credentials.server(), services.get(), connections);
        } catch (IOException e) {
            throw new IllegalStateException("the mesh can't listen on UDP " + address + ": " + e.getMessage(), e);
        }
        node.start();
        LOG.infof("mesh listens %s=%s/udp", LogKeys.ENDPOINT, address);
    }

    void stop(@Observes ShutdownEvent event) {
        node.close();
        MeshServer open = server;
        if (open != null) {
            open.close();
        }
    }

    private static void log(CellId peer, RouteChange change) {
        LOG.infof(
                "route changed %s=%s %s=%s %s=%s",
                LogKeys.PEER,
                peer,
                LogKeys.STATE,
                change.to().map(Object::toString).orElse("none"),
                LogKeys.REASON,
                change.reason());
    }
}
