package dev.mcp2026.http3;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InternalChannelz.SocketOptions;
import io.grpc.InternalChannelz.SocketStats;
import io.grpc.InternalLogId;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.internal.GrpcAttributes;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.ServerListener;
import io.grpc.internal.ServerTransport;
import io.grpc.internal.ServerTransportListener;
import io.grpc.internal.StatsTraceContext;
import io.grpc.internal.TransportTracer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.http3.Http3ServerConnectionHandler;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicPackets;
import io.netty.incubator.codec.quic.QuicPathEvent;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The server's side of one QUIC connection. Nothing but the handshake, and what was sent early for methods that may
/// be done twice, happens before the peer is known. All state is the event loop's.
final class Http3ServerTransport implements ServerTransport {
    private final QuicChannel connection;
    private final ServerRules rules;
    private final Handshakes.Handshake handshake;
    private final List<? extends ServerStreamTracer.Factory> tracers;
    private final ServerTransportListener listener;
    private final EventLoop loop;
    private final WriteQueue queue;
    private final PeerPath path;
    private final DatagramFlows datagrams;
    private final ConnectionTenure tenure;
    private final TransportTracer tracer = TransportTracer.getDefaultFactory().create();
    private final InternalLogId logId = InternalLogId.allocate(Http3ServerTransport.class, null);
    private final ServerGoAway goAway;
    private final Set<Http3ServerStream> live = new LinkedHashSet<>();
    /// Streams whose HEADERS have not come yet, as many as calls may be; the oldest give way.
    private final Set<QuicStreamChannel> incomplete = new LinkedHashSet<>();
    private final Queue<Runnable> untilHandshake = new ArrayDeque<>();
    private Attributes attributes;
    private X509Certificate @Nullable [] earlyPeer;
    private @Nullable String earlyWord;
    private boolean reported;
    private boolean verified;
    private boolean terminated;

    Http3ServerTransport(
            QuicChannel connection,
            ServerRules rules,
            List<? extends ServerStreamTracer.Factory> tracers,
            ServerListener server,
            ReadPump pump,
            PeerAddresses addresses,
            Handshakes.Handshake handshake) {
        this.connection = connection;
        this.rules = rules;
        this.handshake = handshake;
        this.tracers = tracers;
        this.loop = connection.eventLoop();
        this.queue = new WriteQueue(loop, pump);
        this.path = new PeerPath(connection, addresses);
        this.queue.connection(connection);
        this.datagrams = new DatagramFlows(queue);
        this.tenure = new ConnectionTenure(rules.settings().tenure(), loop, this::drain, this::shutdownNow);
        this.goAway = new ServerGoAway(connection, this::closeIfDrained);
        this.attributes = attributes(connection);
        this.listener = server.transportCreated(this);
    }

    private static Attributes attributes(QuicChannel connection) {
        SocketAddress remote = connection.remoteSocketAddress();
        Attributes.Builder known = Attributes.newBuilder()
                .set(GrpcAttributes.ATTR_SECURITY_LEVEL, SecurityLevel.PRIVACY_AND_INTEGRITY)
                .set(ConnectionStatistics.KEY, new QuicStatistics(() -> connection));
        return remote == null
                ? known.build()
                : known.set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, remote).build();
    }

    void start() {
        connection
                .pipeline()
                .addLast(
                        new Http3ServerConnectionHandler(
                                new Requests(),
                                new PeerControl(datagrams, id -> {}),
                                null,
                                PeerControl.ownSettings(),
                                true),
                        datagrams,
                        new Events());
        // netty-quic reads once it is active, after the handshake: early requests would lie unread for a round trip.
        loop.execute(connection::read);
        ConnectionWatch.over(connection, this::endStopped);
        // A connection that never was active does not become inactive.
        connection.closeFuture().addListener(closed -> {
            // After the socket has closed, where this was the last connection.
            loop.execute(this::terminate);
            tenure.over();
            path.closed();
        });
    }

    WriteQueue queue() {
        return queue;
    }

    DatagramFlows datagrams() {
        return datagrams;
    }

    TransportTracer tracer() {
        return tracer;
    }

    Http3Settings settings() {
        return rules.settings();
    }

    void run(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /// Whether a call on `channel` is one too many, or came too late.
    boolean refuses(QuicStreamChannel channel) {
        return goAway.refuses(channel.streamId())
                || live.size() + untilHandshake.size()
                        >= rules.settings().counts().streams().max();
    }

    /// Whether a call of `method` has to wait until the peer is known.
    boolean mustWait(String method, Http3Headers section) {
        return !verified
                && !(rules.early().test(method)
                        && ServerTls.mayAnswerEarly(connection.sslEngine())
                        && knows(section.get(FieldSections.EARLY_IDENTITY)));
    }

    private boolean knows(@Nullable CharSequence word) {
        X509Certificate[] peer = rules.tls().earlyPeer(word);
        X509Certificate[] before = earlyPeer;
        if (peer == null || (before != null && !before[0].equals(peer[0]))) {
            return false;
        }
        earlyPeer = peer;
        return true;
    }

    /// To be called for the headers of each answer. The first that leaves after the handshake tells the peer how to be
    /// known earlier.
    void introduce(Http3Headers answer) {
        String word = earlyWord;
        if (word != null) {
            answer.set(FieldSections.EARLY_IDENTITY, word);
            earlyWord = null;
        }
    }

    void onceVerified(Runnable begin) {
        untilHandshake.add(begin);
    }

    Http3ServerStream begin(QuicStreamChannel channel, FrameCoalescer frames, String method, Http3Headers section) {
        section.remove(FieldSections.EARLY_IDENTITY);
        Metadata metadata = FieldSections.metadata(section, false);
        CharSequence authority = section.authority() == null ? section.get("host") : section.authority();
        ready();
        Http3ServerStream stream = new Http3ServerStream(
                this,
                channel,
                frames,
                authority == null ? null : authority.toString(),
                verified ? attributes : early(),
                rules.encodingsFor(section.get(GrpcUtil.MESSAGE_ENCODING)),
                StatsTraceContext.newServerContext(tracers, method, metadata));
        incomplete.remove(channel);
        live.add(stream);
        tenure.busy();
        stream.datagrams().opened(channel);
        try {
            listener.streamCreated(stream, method, metadata);
        } catch (RuntimeException e) {
            ended(stream);
            throw e;
        }
        stream.transportState().onStreamAllocated();
        return stream;
    }

    private Attributes early() {
        Attributes.Builder known = attributes.toBuilder().set(Http3ServerBuilder.EARLY, true);
        SSLEngine engine = connection.sslEngine();
        X509Certificate[] peer = earlyPeer;
        return engine == null || peer == null
                ? known.build()
                : known.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, new EarlySession(engine.getSession(), peer))
                        .build();
    }

    private void ready() {
        if (!reported) {
            reported = true;
            attributes = listener.transportReady(attributes);
        }
    }

    /// Calls whose client has read enough or given up. STOP_SENDING may be all that comes of a cancellation: quiche
    /// does not repeat a RESET_STREAM that was lost once the other side of the stream is over.
    void endStopped() {
        for (Http3ServerStream stream : List.copyOf(live)) {
            stream.transportState().endIfStopped();
        }
        for (QuicStreamChannel channel : List.copyOf(incomplete)) {
            if (QuicPackets.isStopped(channel)) {
                QuicPackets.reset(channel, Http3ErrorCode.H3_REQUEST_CANCELLED.code());
            }
        }
    }

    void ended(Http3ServerStream stream) {
        live.remove(stream);
        stream.datagrams().close();
        if (live.isEmpty()) {
            tenure.idle();
            closeIfDrained();
        }
    }

    private boolean verify() {
        SSLEngine engine = connection.sslEngine();
        if (engine == null) {
            return false;
        }
        SSLSession session = engine.getSession();
        try {
            // Also where the session was resumed and TLS did not ask.
            rules.tls().verify(session);
            X509Certificate[] chain = ClientConnection.chain(session);
            X509Certificate[] claimed = earlyPeer;
            if (claimed != null && !claimed[0].equals(chain[0])) {
                rules.tls().dropEarlyWords();
                throw new CertificateException("the peer's early requests were another's");
            }
            if (!admit(PeerConnections.identity(chain[0]))) {
                return false;
            }
            earlyWord = rules.tls().earlyWord(chain);
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            Closing.close(connection, (int) Http3ErrorCode.H3_REQUEST_REJECTED.code());
            return false;
        }
        verified = true;
        handshake.over();
        ServerKeepAlive.begin(connection, rules.settings().liveness());
        tenure.begin(!live.isEmpty());
        attributes = attributes.toBuilder()
                .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session)
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, connection.localSocketAddress())
                .build();
        ready();
        for (Runnable begin = untilHandshake.poll(); begin != null; begin = untilHandshake.poll()) {
            begin.run();
        }
        goAway.verified();
        return true;
    }

    private boolean admit(String peer) {
        PeerConnections peers = rules.peers();
        if (!peers.enter(peer)) {
            Closing.close(connection, (int) Http3ErrorCode.H3_EXCESSIVE_LOAD.code(), peers.refusal());
            return false;
        }
        connection.closeFuture().addListener(closed -> peers.leave(peer));
        return true;
    }

    private void terminate() {
        untilHandshake.clear();
        for (Http3ServerStream stream : List.copyOf(live)) {
            stream.transportState().abort(Status.CANCELLED.withDescription("the connection is closed"));
        }
        if (!terminated) {
            terminated = true;
            listener.transportTerminated();
        }
    }

    @Override
    public void shutdown() {
        run(this::drain);
    }

    private void drain() {
        goAway.begin(verified);
    }

    private void closeIfDrained() {
        if (goAway.mayClose() && live.isEmpty() && incomplete.isEmpty()) {
            loop.execute(() -> Closing.orderly(connection));
        }
    }

    @Override
    public void shutdownNow(Status reason) {
        run(() -> {
            for (Http3ServerStream stream : List.copyOf(live)) {
                stream.transportState().abort(reason);
            }
            Closing.orderly(connection);
        });
    }

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return loop;
    }

    @Override
    public InternalLogId getLogId() {
        return logId;
    }

    @Override
    public ListenableFuture<SocketStats> getStats() {
        return Futures.immediateFuture(new SocketStats(
                tracer.getStats(),
                connection.localSocketAddress(),
                connection.remoteSocketAddress(),
                new SocketOptions.Builder().build(),
                null));
    }

    private final class Requests extends ChannelInitializer<QuicStreamChannel> {
        @Override
        protected void initChannel(QuicStreamChannel channel) {
            if (incomplete.size() >= rules.settings().counts().streams().max()) {
                QuicStreamChannel oldest = incomplete.iterator().next();
                incomplete.remove(oldest);
                loop.execute(() -> QuicPackets.reset(oldest, Http3ErrorCode.H3_REQUEST_INCOMPLETE.code()));
            }
            incomplete.add(channel);
            goAway.opened(channel.streamId());
            channel.closeFuture().addListener(closed -> {
                if (incomplete.remove(channel)) {
                    closeIfDrained();
                }
            });
            FrameCoalescer frames = new FrameCoalescer();
            channel.pipeline().addFirst(frames);
            channel.pipeline().addLast(new ServerRequest(Http3ServerTransport.this, channel, frames));
        }
    }

    private final class Events extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (verify()) {
                context.fireChannelActive();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof QuicPathEvent.PeerMigrated migrated) {
                path.moved(migrated.remote());
            }
            context.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Not at once: while netty-quic sends, the peer would not be told.
            loop.execute(context::close);
        }
    }
}
