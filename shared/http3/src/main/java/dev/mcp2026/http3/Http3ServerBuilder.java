package dev.mcp2026.http3;

import io.grpc.Attributes;
import io.grpc.DecompressorRegistry;
import io.grpc.ForwardingServerBuilder;
import io.grpc.ServerBuilder;
import io.grpc.internal.ServerImplBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.incubator.codec.quic.QuicSslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Builds a grpc-java server that answers over HTTP/3, always with TLS.
public final class Http3ServerBuilder extends ForwardingServerBuilder<Http3ServerBuilder> {
    /// Of a call's attributes, where it was begun before the handshake was done. Its caller is known from the session
    /// that it resumes.
    public static final Attributes.Key<Boolean> EARLY = Attributes.Key.create("dev.mcp2026.http3.early");

    private final ServerImplBuilder server;
    private final EventLoopGroup loops;
    private final ServerTls tls;
    private Http3Settings settings = Http3Settings.defaults();
    private Predicate<String> early = method -> false;
    private DecompressorRegistry encodings = DecompressorRegistry.getDefaultInstance();

    private Http3ServerBuilder(InetSocketAddress address, EventLoopGroup loops, ServerTls tls) {
        this.loops = loops;
        this.tls = tls;
        this.server = new ServerImplBuilder(tracers -> new Http3Server(address, this.loops, rules(), tracers));
    }

    private ServerRules rules() {
        return new ServerRules(
                tls,
                early,
                encodings,
                settings,
                new PeerConnections(settings.counts().connectionsPerPeer()));
    }

    public static Http3ServerBuilder forAddress(InetSocketAddress address, EventLoopGroup loops, ServerTls tls) {
        return new Http3ServerBuilder(address, loops, tls);
    }

    /// @param tls with `h3` as its application protocol and client authentication as the server wants it
    public static Http3ServerBuilder forAddress(
            InetSocketAddress address, EventLoopGroup loops, QuicSslContext tls, PeerVerifier verifier) {
        return forAddress(address, loops, ServerTls.of(tls, verifier));
    }

    public Http3ServerBuilder settings(Http3Settings bounds) {
        settings = bounds;
        return this;
    }

    /// Logs connections on demand; nothing is logged otherwise.
    public Http3ServerBuilder qlog(Qlog logs) {
        settings = settings.withQlog(logs);
        return this;
    }

    /// Methods, as `package.Service/Method`, that may be answered before the handshake is done. Only those that may be
    /// done twice: an attacker can send early data again (RFC 8470). It needs a [ServerTls] of [Credentials], and a
    /// client that this process has told how to be known early; calls of others wait for the handshake.
    public Http3ServerBuilder earlyMethods(Predicate<String> replaySafe) {
        early = replaySafe;
        return this;
    }

    @Override
    public Http3ServerBuilder keepAliveTime(long time, TimeUnit unit) {
        return keepAlive(
                Duration.of(time, unit.toChronoUnit()), settings.liveness().keepAliveTimeout());
    }

    @Override
    public Http3ServerBuilder keepAliveTimeout(long time, TimeUnit unit) {
        return keepAlive(settings.liveness().keepAliveTime(), Duration.of(time, unit.toChronoUnit()));
    }

    private Http3ServerBuilder keepAlive(Duration time, Duration timeout) {
        return settings(settings.withLiveness(settings.liveness().withKeepAlive(time, timeout, true)));
    }

    @Override
    public Http3ServerBuilder decompressorRegistry(DecompressorRegistry registry) {
        encodings = registry;
        server.decompressorRegistry(registry);
        return this;
    }

    @Override
    public Http3ServerBuilder maxInboundMessageSize(int bytes) {
        settings = settings.withMessageBytes(bytes);
        return this;
    }

    @Override
    public Http3ServerBuilder maxInboundMetadataSize(int bytes) {
        settings = settings.withMetadataBytes(bytes);
        return this;
    }

    @Override
    protected ServerBuilder<?> delegate() {
        return server;
    }

    /// For tests that count for themselves.
    Http3ServerBuilder withoutStats() {
        server.setStatsEnabled(false);
        return this;
    }
}
