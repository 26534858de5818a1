package dev.mcp2026.http3;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.InternalChannelz.SocketOptions;
import io.grpc.InternalChannelz.SocketStats;
import io.grpc.InternalLogId;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import io.grpc.internal.ClientStream;
import io.grpc.internal.ClientStreamListener.RpcProgress;
import io.grpc.internal.ClientTransportFactory;
import io.grpc.internal.ConnectionClientTransport;
import io.grpc.internal.DisconnectError;
import io.grpc.internal.GrpcAttributes;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.KeepAliveManager;
import io.grpc.internal.SimpleDisconnectError;
import io.grpc.internal.StatsTraceContext;
import io.grpc.internal.TransportTracer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.http3.Http3RequestStreamInitializer;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicPackets;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// One QUIC connection as one grpc-java transport; its calls are the connection's request streams. All state is the
/// event loop's, but for what is volatile.
final class Http3ClientTransport
        implements ConnectionClientTransport,
                KeepAliveManager.ClientKeepAlivePinger.TransportWithDisconnectReason,
                ClientConnection.Listener {
    private final EventLoop loop;
    private final Http3Settings settings;
    private final String authority;
    private final String userAgent;
    private final SocketAddress remote;
    private final InternalLogId logId;
    private final TransportTracer tracer = TransportTracer.getDefaultFactory().create();
    private final ClientConnection connection;
    private final Set<Http3ClientStream> live = new LinkedHashSet<>();
    private final Queue<Runnable> untilHandshake = new ArrayDeque<>();
    private final Queue<Runnable> untilCredit = new ArrayDeque<>();
    private @Nullable Listener listener;
    private @Nullable KeepAliveManager keepAlive;
    private int inUse;
    private boolean ready;
    private boolean goneAway;
    private boolean refused;
    private boolean terminated;
    private volatile Attributes attributes;
    private volatile @Nullable Status ending;

    Http3ClientTransport(
            Underlay underlay,
            ClientTransportFactory.ClientTransportOptions options,
            EventLoop loop,
            ClientTls tls,
            Rebinding rebinding,
            Http3Settings settings) {
        this.loop = loop;
        this.remote = underlay.address();
        this.settings = settings;
        this.authority = options.getAuthority();
        this.userAgent = GrpcUtil.getGrpcUserAgent("http3", options.getUserAgent());
        this.logId = InternalLogId.allocate(Http3ClientTransport.class, remote.toString());
        this.connection = new ClientConnection(loop, underlay, tls, rebinding, settings, this);
        this.attributes = Attributes.newBuilder()
                .set(GrpcAttributes.ATTR_CLIENT_EAG_ATTRS, options.getEagAttributes())
                .set(GrpcAttributes.ATTR_SECURITY_LEVEL, SecurityLevel.PRIVACY_AND_INTEGRITY)
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, remote)
                .set(ConnectionStatistics.KEY, new QuicStatistics(connection::quic))
                .build();
    }

    // For streams.

    ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    TransportTracer tracer() {
        return tracer;
    }

    Http3Settings settings() {
        return settings;
    }

    String authority() {
        return authority;
    }

    String userAgent() {
        return userAgent;
    }

    void earlyWord(CharSequence word) {
        connection.earlyWord(word);
    }

    DatagramFlows datagrams() {
        return connection.datagrams();
    }

    WriteQueue queue() {
        return connection.queue();
    }

    void run(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /// Begins a call, as soon as the handshake and the peer's limit of streams allow it.
    void open(Http3ClientStream stream, Http3Headers section, boolean flush) {
        ClientStreamState state = stream.transportState();
        Status over = ending;
        if (state.isDone()) {
            return;
        }
        if (over != null) {
            state.report(over, RpcProgress.MISCARRIED, true, new Metadata());
            return;
        }
        begun(stream);
        Runnable start = () -> start(state, section, flush);
        if (!connection.isVerified() && !stream.isReplaySafe()) {
            untilHandshake.add(start);
        } else if (connection.isVerified() && connection.credit() <= 0) {
            untilCredit.add(start);
        } else {
            start.run();
        }
    }

    private void start(ClientStreamState state, Http3Headers section, boolean flush) {
        QuicChannel quic = connection.quic();
        if (state.isDone() || quic == null) {
            return;
        }
        if (goneAway) {
            state.report(closedStatus(), RpcProgress.MISCARRIED, true, new Metadata());
            return;
        }
        if (!connection.isVerified()) {
            String word = connection.earlyWord();
            if (word != null) {
                section.set(FieldSections.EARLY_IDENTITY, word);
            }
        }
        connection.streamOpened();
        Http3.newRequestStream(quic, new Http3RequestStreamInitializer() {
                    @Override
                    protected void initRequestStream(QuicStreamChannel channel) {
                        channel.pipeline().addFirst(state.frames());
                        channel.pipeline().addLast(state.new Handler());
                    }
                })
                .addListener((Future<QuicStreamChannel> opened) -> {
                    if (opened.isSuccess() && goneAway) {
                        // netty would let no HEADERS pass.
                        QuicPackets.reset(opened.getNow(), Http3ErrorCode.H3_REQUEST_CANCELLED.code());
                        state.report(closedStatus(), RpcProgress.MISCARRIED, true, new Metadata());
                    } else if (opened.isSuccess()) {
                        state.opened(opened.getNow(), section, flush);
                    } else {
                        state.report(statusOf(opened.cause()), RpcProgress.MISCARRIED, true, new Metadata());
                    }
                });
    }

    private void begun(Http3ClientStream stream) {
        if (live.add(stream) && stream.shouldBeCountedForInUse() && ++inUse == 1) {
            told().transportInUse(true);
            KeepAliveManager keeping = keepAlive;
            if (keeping != null) {
                keeping.onTransportActive();
            }
        }
    }

    void ended(Http3ClientStream stream) {
        if (live.remove(stream) && stream.shouldBeCountedForInUse() && --inUse == 0) {
            told().transportInUse(false);
            KeepAliveManager keeping = keepAlive;
            if (keeping != null) {
                keeping.onTransportIdle();
            }
        }
        if (ending != null && live.isEmpty()) {
            loop.execute(connection::close);
        }
    }

    /// How far a call came whose connection is lost.
    RpcProgress lostAfter() {
        return refused ? RpcProgress.MISCARRIED : RpcProgress.PROCESSED;
    }

    Status statusOf(Throwable cause) {
        Status over = ending;
        return over != null
                ? over
                : Status.UNAVAILABLE
                        .withDescription("the call's stream failed: " + cause.getMessage())
                        .withCause(cause);
    }

    Status closedStatus() {
        Status over = ending;
        return over != null ? over : Status.UNAVAILABLE.withDescription("the call's stream was closed");
    }

    // From the connection.

    @Override
    public void earlyDataReady() {
        becomeReady();
    }

    @Override
    public void verified(SSLSession session, SocketAddress local) {
        attributes = attributes.toBuilder()
                .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session)
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, local)
                .build();
        becomeReady();
        keepAlive();
        for (Runnable start = untilHandshake.poll(); start != null; start = untilHandshake.poll()) {
            queue().add(start);
        }
    }

    private void keepAlive() {
        Liveness rules = settings.liveness();
        if (rules.keepsAlive()) {
            KeepAliveManager keeping = new KeepAliveManager(
                    new KeepAliveManager.ClientKeepAlivePinger(this),
                    loop,
                    rules.keepAliveTime().toNanos(),
                    rules.keepAliveTimeout().toNanos(),
                    rules.keepAliveWithoutCalls());
            keepAlive = keeping;
            keeping.onTransportStarted();
            if (inUse > 0) {
                keeping.onTransportActive();
            }
        }
    }

    @Override
    public boolean hasCalls() {
        return !live.isEmpty();
    }

    @Override
    public void heard() {
        KeepAliveManager keeping = keepAlive;
        if (keeping != null) {
            keeping.onDataReceived();
        }
    }

    private void becomeReady() {
        if (!ready && ending == null) {
            ready = true;
            attributes = told().filterTransport(attributes);
            told().transportReady();
        }
    }

    @Override
    public void creditChanged() {
        while (!untilCredit.isEmpty() && connection.credit() > 0) {
            Runnable start = untilCredit.poll();
            if (start != null) {
                start.run();
            }
        }
        queue().drain();
    }

    @Override
    public void goneAway(Status reason, long limit) {
        goneAway = true;
        closing(reason);
        for (Http3ClientStream stream : List.copyOf(live)) {
            stream.transportState().refusedFrom(limit, reason);
        }
        for (Runnable start = untilCredit.poll(); start != null; start = untilCredit.poll()) {
            start.run();
        }
        if (live.isEmpty()) {
            loop.execute(connection::close);
        }
    }

    @Override
    public void refused(Status reason) {
        refused = true;
        closing(reason);
    }

    @Override
    public void closing(Status reason) {
        if (ending == null) {
            ending = reason;
            told().transportShutdown(reason, SimpleDisconnectError.UNKNOWN);
        }
    }

    @Override
    public void closed(Status reason) {
        closing(reason);
        Status over = closedStatus();
        for (Http3ClientStream stream : List.copyOf(live)) {
            stream.transportState().connectionLost(over);
        }
        KeepAliveManager keeping = keepAlive;
        if (keeping != null) {
            keeping.onTransportTermination();
        }
        if (!terminated) {
            terminated = true;
            told().transportTerminated();
        }
    }

    private Listener told() {
        Listener known = listener;
        if (known == null) {
            throw new IllegalStateException("not started");
        }
        return known;
    }

    // For grpc-java.

    @Override
    public @Nullable Runnable start(Listener transportListener) {
        listener = transportListener;
        connection.open();
        return null;
    }

    @Override
    public ClientStream newStream(
            MethodDescriptor<?, ?> method, Metadata headers, CallOptions options, ClientStreamTracer[] tracers) {
        StatsTraceContext stats = StatsTraceContext.newClientContext(tracers, attributes, headers);
        return new Http3ClientStream(this, method, headers, options, stats);
    }

    @Override
    public void ping(PingCallback callback, Executor executor) {
        connection.ping(
                nanos -> executor.execute(() -> callback.onSuccess(nanos)),
                failure -> executor.execute(() -> callback.onFailure(failure)));
    }

    @Override
    public void shutdown(Status reason) {
        run(() -> {
            closing(reason);
            if (live.isEmpty()) {
                connection.close();
            }
        });
    }

    @Override
    public void shutdownNow(Status reason, DisconnectError cause) {
        shutdownNow(reason);
    }

    @Override
    public void shutdownNow(Status reason) {
        run(() -> {
            closing(reason);
            for (Http3ClientStream stream : List.copyOf(live)) {
                stream.transportState().cancelled(reason);
            }
            connection.close();
        });
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public InternalLogId getLogId() {
        return logId;
    }

    @Override
    public ListenableFuture<SocketStats> getStats() {
        return Futures.immediateFuture(new SocketStats(
                tracer.getStats(), connection.local(), remote, new SocketOptions.Builder().build(), null));
    }
}
