package dev.mcp2026.http3;

import io.grpc.Status;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.http3.Http3ClientConnectionHandler;
import io.netty.incubator.codec.quic.EpollQuicUtils;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicChannelBootstrap;
import io.netty.incubator.codec.quic.QuicChannelOption;
import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.netty.incubator.codec.quic.QuicSslEngine;
import io.netty.incubator.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.netty.incubator.codec.quic.QuicTransportParameters;
import io.netty.incubator.codec.quic.SslEarlyDataReadyEvent;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The UDP socket and the QUIC connection under a client transport: handshake, identity, stream credit, end.
final class ClientConnection {
    /// What a peer surely grants before it has told (RFC 9114 section 6.1 says at least 100).
    private static final long CREDIT_BEFORE_TOLD = 16;

    private final EventLoop loop;
    private final Underlay underlay;
    private final SocketAddress remote;
    private final ClientTls tls;
    private final Rebinding rebinding;
    private final Http3Settings settings;
    private final Listener listener;
    private final ReadPump pump = new ReadPump(this::afterReading);
    private final Duplicator duplicator;
    private final WriteQueue queue;
    private final DatagramFlows datagrams;
    private volatile @Nullable Channel socket;
    private volatile @Nullable QuicChannel quic;
    private ClientTls.@Nullable Generation generation;
    private @Nullable PathWatch watch;
    private boolean verified;
    private boolean ended;
    private boolean refused;
    private long opened;

    /// Called on the event loop.
    interface Listener {
        /// Calls that are safe to be replayed may be sent.
        void earlyDataReady();

        /// The handshake is done and the peer is who it may be.
        void verified(SSLSession session, SocketAddress local);

        void creditChanged();

        boolean hasCalls();

        /// Something came from the peer.
        void heard();

        /// As [#closing], and calls that were not sent yet are not to be.
        ///
        /// @param limit the stream from which on the peer has looked at none and will not
        void goneAway(Status reason, long limit);

        /// As [#closing], and the peer has looked at no call: the handshake may have seemed done before it told.
        void refused(Status reason);

        /// No new calls; those under way go on.
        void closing(Status reason);

        /// Nothing comes any more. Last call.
        void closed(Status reason);
    }

    ClientConnection(
            EventLoop loop,
            Underlay underlay,
            ClientTls tls,
            Rebinding rebinding,
            Http3Settings settings,
            Listener listener) {
        this.loop = loop;
        this.underlay = underlay;
        this.remote = underlay.address();
        this.tls = tls;
        this.rebinding = rebinding;
        this.settings = settings;
        this.listener = listener;
        // What goes through a tunnel is sent twice below it, if at all.
        this.duplicator =
                new Duplicator(underlay.isSocket() ? settings.sending().duplication() : Duplication.never());
        this.queue = new WriteQueue(loop, pump);
        this.datagrams = new DatagramFlows(queue);
    }

    WriteQueue queue() {
        return queue;
    }

    DatagramFlows datagrams() {
        return datagrams;
    }

    @Nullable
    QuicChannel quic() {
        return quic;
    }

    @Nullable
    SocketAddress local() {
        Channel open = socket;
        return open == null ? null : open.localAddress();
    }

    boolean isVerified() {
        return verified;
    }

    void streamOpened() {
        opened++;
    }

    /// Streams that may be opened now.
    long credit() {
        QuicChannel connection = quic;
        if (connection == null) {
            return 0;
        }
        long left = connection.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL);
        if (left > 0 || (left == 0 && connection.isActive())) {
            return left;
        }
        // netty-quic does not know yet, or it is stuck below 0 after early streams: it asks quiche again at exactly 0.
        QuicTransportParameters told = connection.peerTransportParameters();
        return (told == null ? CREDIT_BEFORE_TOLD : told.initialMaxStreamsBidi()) - opened;
    }

    void open() {
        ChannelHandler codec = QuicParameters.apply(Http3.newQuicClientCodecBuilder(), settings, underlay.payload(), 0)
                .sslEngineProvider(this::engine)
                .build();
        ChannelHandler handler = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (underlay.isSocket()) {
                    channel.pipeline().addLast(new MovingSocket(loop, underlay.payload(), rebinding));
                }
                channel.pipeline().addLast(duplicator, pump, codec);
            }
        };
        ChannelFuture opening = underlay.open(loop, handler, this::end);
        socket = opening.channel();
        opening.addListener((ChannelFuture bound) -> {
            if (bound.isSuccess()) {
                connect(bound.channel());
            } else {
                loop.execute(() -> end(unreachable(bound.cause())));
            }
        });
    }

    private QuicSslEngine engine(QuicChannel connection) {
        ClientTls.Generation now = tls.current();
        generation = now;
        return now.newEngine(connection.alloc(), underlay.sessionName());
    }

    /// The server tells how it will know this end in early requests.
    void earlyWord(CharSequence word) {
        ClientTls.Generation used = generation;
        if (used != null) {
            used.told(underlay.sessionName(), word);
        }
    }

    @Nullable
    String earlyWord() {
        ClientTls.Generation used = generation;
        return used == null ? null : used.word(underlay.sessionName());
    }

    private void connect(Channel bound) {
        if (ended) {
            bound.close();
            return;
        }
        QuicChannelBootstrap bootstrap = QuicChannel.newBootstrap(bound);
        if (underlay.isSocket() && DatagramSockets.isEpoll(loop)) {
            bootstrap.option(
                    QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                    EpollQuicUtils.newSegmentedAllocator(underlay.payload().segments()));
        }
        ConnectionLog log = new ConnectionLog(settings.qlog(), "client");
        bootstrap
                .option(QuicChannelOption.QLOG, log.beforehand())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.liveness().connect().toMillis())
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel channel) {
                        quic = channel;
                        queue.connection(channel);
                        log.follow(channel);
                        ConnectionWatch.over(channel, () -> {});
                        channel.pipeline().addLast(http3(), datagrams, new Events());
                    }
                })
                .remoteAddress(underlay.far())
                .connect()
                .addListener((Future<QuicChannel> connected) -> {
                    if (!connected.isSuccess()) {
                        end(unreachable(connected.cause()));
                    }
                });
    }

    private Http3ClientConnectionHandler http3() {
        // No new calls on it: the server finishes those under way (RFC 9114 section 5.2).
        LongConsumer goAway = limit -> {
            dropTicket();
            listener.goneAway(Status.UNAVAILABLE.withDescription(remote + " wants no more calls"), limit);
        };
        return new Http3ClientConnectionHandler(
                new PeerControl(datagrams, goAway), null, null, PeerControl.ownSettings(), true);
    }

    /// A server that wants no more calls may be about to end. With a ticket the next connection would be ready before
    /// it was answered, and calls that must wait for its handshake be given to it rather than to another server.
    private void dropTicket() {
        QuicChannel connection = quic;
        SSLEngine engine = connection == null ? null : connection.sslEngine();
        if (engine != null) {
            engine.getSession().invalidate();
        }
    }

    private Status unreachable(Throwable cause) {
        boolean refused = String.valueOf(cause.getMessage()).contains("CERTIFICATE_VERIFY_FAILED");
        return Status.UNAVAILABLE
                .withDescription(
                        refused
                                ? "the peer at " + remote + " is not trusted: " + cause.getMessage()
                                : "no QUIC connection to " + remote + ": " + cause.getMessage())
                .withCause(cause);
    }

    /// netty-quic becomes active only when one more datagram comes after the TLS tasks have finished the handshake,
    /// which would cost each full one a round trip.
    private void afterReading() {
        PathWatch watching = watch;
        if (watching != null) {
            watching.heard();
            listener.heard();
        }
        if (!verified) {
            loop.execute(() -> {
                lookAtHandshake();
                loop.execute(this::lookAtHandshake);
            });
        }
    }

    private void lookAtHandshake() {
        QuicChannel connection = quic;
        SSLEngine engine = connection == null ? null : connection.sslEngine();
        if (engine != null && !ended && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            verify(engine.getSession());
        }
    }

    private boolean verify(SSLSession session) {
        if (verified) {
            return true;
        }
        QuicChannel connection = quic;
        Channel bound = socket;
        if (connection == null || bound == null) {
            return false;
        }
        try {
            // Also where the session was resumed and TLS did not ask.
            tls.verify(chain(session));
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            session.invalidate();
            end(Status.UNAVAILABLE
                    .withDescription("the peer at " + remote + " is not trusted: " + e.getMessage())
                    .withCause(e));
            return false;
        }
        verified = true;
        // Not at once: netty-quic reads the peer's limits only after it has become active.
        loop.execute(() -> {
            if (!ended && !refused) {
                watch = new PathWatch(connection, settings.liveness(), listener::hasCalls, this::end);
                duplicator.watch(connection);
                listener.verified(session, bound.localAddress());
            }
        });
        return true;
    }

    static X509Certificate[] chain(SSLSession session) throws SSLPeerUnverifiedException {
        java.security.cert.Certificate[] chain = session.getPeerCertificates();
        return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    }

    /// The time that a packet to the peer and its acknowledgement take.
    void ping(LongConsumer nanos, Consumer<Status> failed) {
        loop.execute(() -> {
            PathWatch watching = watch;
            if (watching == null || ended) {
                failed.accept(Status.UNAVAILABLE.withDescription("not connected"));
            } else {
                watching.ping(nanos, failed);
            }
        });
    }

    /// Ends it in order; [Listener#closed] follows.
    void close() {
        QuicChannel connection = quic;
        if (connection != null && connection.isOpen()) {
            Closing.orderly(connection);
        } else {
            end(Status.UNAVAILABLE.withDescription("closed"));
        }
    }

    private static void closeSocket(@Nullable Channel bound) {
        if (bound != null) {
            bound.close();
        }
    }

    private void end(Status reason) {
        if (ended) {
            return;
        }
        ended = true;
        QuicChannel connection = quic;
        Channel bound = socket;
        if (connection != null) {
            Closing.orderly(connection);
            // Its socket lasts as long: what is left when that goes is closed then, room for it or not.
            connection.closeFuture().addListener(closed -> closeSocket(bound));
        } else {
            closeSocket(bound);
        }
        listener.closed(reason);
    }

    private final class Events extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            QuicChannel connection = quic;
            SSLEngine engine = connection == null ? null : connection.sslEngine();
            if (engine != null && verify(engine.getSession())) {
                context.fireChannelActive();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            switch (event) {
                case SslEarlyDataReadyEvent _ -> listener.earlyDataReady();
                case QuicStreamLimitChangedEvent _ -> listener.creditChanged();
                case QuicConnectionCloseEvent closed -> closedByPeer(closed);
                default -> {}
            }
            context.fireUserEventTriggered(event);
        }

        private void closedByPeer(QuicConnectionCloseEvent closed) {
            Status reason = ErrorCodes.ofClose(closed);
            if (!closed.isApplicationClose() && closed.error() == Closing.CONNECTION_REFUSED) {
                refused = true;
                listener.refused(reason);
            } else {
                listener.closing(reason);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            QuicChannel connection = quic;
            boolean idle = connection != null && connection.isTimedOut();
            end(Status.UNAVAILABLE.withDescription(
                    idle
                            ? "nothing heard of " + remote + " for " + settings.idle()
                            : "the QUIC connection to " + remote + " is closed"));
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            listener.closing(Status.UNAVAILABLE
                    .withDescription("the connection to " + remote + " failed: " + cause.getMessage())
                    .withCause(cause));
            // Not at once: while netty-quic sends, the peer would not be told.
            loop.execute(context::close);
        }
    }
}
