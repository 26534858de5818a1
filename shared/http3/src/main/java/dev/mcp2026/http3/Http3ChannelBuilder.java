package dev.mcp2026.http3;

import io.grpc.ChannelCredentials;
import io.grpc.ChannelLogger;
import io.grpc.ForwardingChannelBuilder2;
import io.grpc.ManagedChannelBuilder;
import io.grpc.internal.ClientTransportFactory;
import io.grpc.internal.ConnectionClientTransport;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.ManagedChannelImplBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.incubator.codec.quic.QuicSslContext;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Builds a grpc-java channel whose connections are HTTP/3 over QUIC, always with TLS.
public final class Http3ChannelBuilder extends ForwardingChannelBuilder2<Http3ChannelBuilder> {
    private static final int DEFAULT_PORT = 443;

    private final ManagedChannelImplBuilder channel;
    private final EventLoopGroup loops;
    private final ClientTls tls;
    private Rebinding rebinding = new Rebinding();
    private Http3Settings settings = Http3Settings.defaults();

    private Http3ChannelBuilder(SocketAddress address, String authority, EventLoopGroup loops, ClientTls tls) {
        this.channel = new ManagedChannelImplBuilder(address, authority, this::transports, () -> DEFAULT_PORT);
        this.loops = loops;
        this.tls = tls;
    }

    private Http3ChannelBuilder(String target, EventLoopGroup loops, ClientTls tls) {
        this.channel = new ManagedChannelImplBuilder(target, this::transports, () -> DEFAULT_PORT);
        this.loops = loops;
        this.tls = tls;
    }

    /// @param target a gRPC name, as in `dns:///host:port`
    /// @param loops of [DatagramSockets#newGroup], or any NIO or epoll group
    public static Http3ChannelBuilder forTarget(String target, EventLoopGroup loops, ClientTls tls) {
        return new Http3ChannelBuilder(target, loops, tls);
    }

    /// @param address an `InetSocketAddress`, or a [TunnelledAddress]
    /// @param authority of the calls
    public static Http3ChannelBuilder forAddress(
            SocketAddress address, String authority, EventLoopGroup loops, ClientTls tls) {
        return new Http3ChannelBuilder(address, authority, loops, tls);
    }

    /// @param tls with `h3` as its application protocol
    public static Http3ChannelBuilder forTarget(
            String target, EventLoopGroup loops, QuicSslContext tls, PeerVerifier verifier) {
        return forTarget(target, loops, ClientTls.of(tls, verifier));
    }

    public static Http3ChannelBuilder forAddress(String host, int port, EventLoopGroup loops, ClientTls tls) {
        return forTarget(GrpcUtil.authorityFromHostAndPort(host, port), loops, tls);
    }

    public static Http3ChannelBuilder forAddress(
            String host, int port, EventLoopGroup loops, QuicSslContext tls, PeerVerifier verifier) {
        return forTarget(GrpcUtil.authorityFromHostAndPort(host, port), loops, tls, verifier);
    }

    public Http3ChannelBuilder settings(Http3Settings bounds) {
        settings = bounds;
        return this;
    }

    /// Logs connections on demand; nothing is logged otherwise.
    public Http3ChannelBuilder qlog(Qlog logs) {
        settings = settings.withQlog(logs);
        return this;
    }

    /// @param moves to be told when this machine's addresses have changed; may be shared by channels
    public Http3ChannelBuilder rebinding(Rebinding moves) {
        rebinding = moves;
        return this;
    }

    @Override
    public Http3ChannelBuilder maxInboundMessageSize(int bytes) {
        settings = settings.withMessageBytes(bytes);
        return this;
    }

    @Override
    public Http3ChannelBuilder maxInboundMetadataSize(int bytes) {
        settings = settings.withMetadataBytes(bytes);
        return this;
    }

    @Override
    public Http3ChannelBuilder keepAliveTime(long time, TimeUnit unit) {
        Liveness rules = settings.liveness();
        return keepAlive(
                Duration.of(time, unit.toChronoUnit()), rules.keepAliveTimeout(), rules.keepAliveWithoutCalls());
    }

    @Override
    public Http3ChannelBuilder keepAliveTimeout(long time, TimeUnit unit) {
        Liveness rules = settings.liveness();
        return keepAlive(rules.keepAliveTime(), Duration.of(time, unit.toChronoUnit()), rules.keepAliveWithoutCalls());
    }

    @Override
    public Http3ChannelBuilder keepAliveWithoutCalls(boolean always) {
        Liveness rules = settings.liveness();
        return keepAlive(rules.keepAliveTime(), rules.keepAliveTimeout(), always);
    }

    private Http3ChannelBuilder keepAlive(Duration time, Duration timeout, boolean withoutCalls) {
        settings = settings.withLiveness(settings.liveness().withKeepAlive(time, timeout, withoutCalls));
        return this;
    }

    @Override
    protected ManagedChannelBuilder<?> delegate() {
        return channel;
    }

    /// For tests that count for themselves.
    Http3ChannelBuilder withoutStats() {
        channel.setStatsEnabled(false);
        return this;
    }

    private ClientTransportFactory transports() {
        return new Transports(loops, new Http3Transports(loops, tls, rebinding, settings));
    }

    private record Transports(EventLoopGroup loops, Http3Transports each) implements ClientTransportFactory {
        @Override
        public ConnectionClientTransport newClientTransport(
                SocketAddress address, ClientTransportOptions options, ChannelLogger logger) {
            return each.newTransport(address, options);
        }

        @Override
        public ScheduledExecutorService getScheduledExecutorService() {
            return loops;
        }

        @Override
        public @Nullable SwapChannelCredentialsResult swapChannelCredentials(ChannelCredentials credentials) {
            return null;
        }

        @Override
        public void close() {
            // The event loops are the caller's.
        }

        @Override
        public Collection<Class<? extends SocketAddress>> getSupportedSocketAddressTypes() {
            return Http3Transports.addressTypes();
        }
    }
}
