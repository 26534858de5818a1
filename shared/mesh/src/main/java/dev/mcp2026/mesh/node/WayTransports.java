package dev.mcp2026.mesh.node;

import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.http3.Http3Transports;
import dev.mcp2026.http3.TunnelledAddress;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.Transport;
import dev.mcp2026.mesh.relay.RelayTunnel;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ChannelLogger;
import io.grpc.Status;
import io.grpc.internal.ClientTransportFactory;
import io.grpc.internal.ConnectionClientTransport;
import io.grpc.netty.InternalNettyChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connects to a [WayAddress] by the way that it says: HTTP/3, HTTP/2, or HTTP/3 through a tunnel. Channels share it.
final class WayTransports implements ClientTransportFactory, TrackedTransport.Registry {
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final EventLoopGroup loops;
    private final MeshCredentials credentials;
    private final Http3Settings settings;
    private final RelayChannels relays;
    private final Set<TrackedTransport> open = ConcurrentHashMap.newKeySet();

    /// The channel to a relay over which tunnels are asked for; null while there is none.
    @FunctionalInterface
    interface RelayChannels {
        @Nullable
        Channel to(CellId relay);
    }

    WayTransports(EventLoopGroup loops, MeshCredentials credentials, Http3Settings settings, RelayChannels relays) {
        this.loops = loops;
        this.credentials = credentials;
        this.settings = settings;
        this.relays = relays;
    }

    @Override
    public ConnectionClientTransport newClientTransport(
            SocketAddress address, ClientTransportOptions options, ChannelLogger logger) {
        WayAddress to = (WayAddress) address;
        ConnectionClientTransport transport = to.way().transport() == Transport.HTTP2
                ? http2(to, options, logger)
                : new Http3Transports(loops, credentials.http3(to.peer()), settings)
                        .newTransport(quicAddress(to), options);
        return new TrackedTransport(to, transport, this);
    }

    private SocketAddress quicAddress(WayAddress to) {
        Optional<CellId> via = to.way().via();
        if (via.isEmpty()) {
            return to.peer().resolved();
        }
        CellId relay = via.get();
        MeshPeer peer = to.peer();
        return new TunnelledAddress(
                peer.service() + "." + peer.cell() + ".via." + relay,
                () -> new RelayTunnel(() -> relays.to(relay), relay, peer.cell(), peer.service()));
    }

    private ConnectionClientTransport http2(WayAddress to, ClientTransportOptions options, ChannelLogger logger) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(to.peer().resolved())
                .eventLoopGroup(loops)
                .channelType(loops instanceof EpollEventLoopGroup ? EpollSocketChannel.class : NioSocketChannel.class)
                .sslContext(credentials.http2(to.peer()))
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        return InternalNettyChannelBuilder.buildTransportFactory(builder)
                .newClientTransport(to.peer().resolved(), options, logger);
    }

    /// Ends the connections to `address` at once: the path is known to be dead, and calls on it would find out later.
    void fail(WayAddress address, Status reason) {
        open.stream().filter(each -> each.to().equals(address)).forEach(each -> each.shutdownNow(reason));
    }

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return loops;
    }

    @Override
    public @Nullable SwapChannelCredentialsResult swapChannelCredentials(ChannelCredentials channelCredentials) {
        return null;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getSupportedSocketAddressTypes() {
        return List.of(WayAddress.class);
    }

    @Override
    public void close() {
        // The event loops are the process', and each channel closes its own transports.
    }

    @Override
    public void started(TrackedTransport transport) {
        open.add(transport);
    }

    @Override
    public void terminated(TrackedTransport transport) {
        open.remove(transport);
    }
}
