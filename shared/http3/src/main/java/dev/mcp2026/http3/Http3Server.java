package dev.mcp2026.http3;

import io.grpc.InternalChannelz.SocketStats;
import io.grpc.InternalInstrumented;
import io.grpc.ServerStreamTracer;
import io.grpc.internal.InternalServer;
import io.grpc.internal.ServerListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.quic.EpollQuicUtils;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicChannelOption;
import io.netty.incubator.codec.quic.QuicServerCodecBuilder;
import io.netty.incubator.codec.quic.QuicSslEngine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The UDP socket of a server and the connections on it.
final class Http3Server implements InternalServer {
    /// Addresses that a peer may come from during one connection. quiche keeps a path for each and drops in silence
    /// what comes from more; the stall guard ends the connection then.
    private static final int PATHS = 32;

    /// Streams that the peer may open: each update of the limit would cost two datagrams a call, so it is out of reach,
    /// and [Http3Settings.Counts#streams] is held by refusing.
    private static final long STREAMS = 1L << 40;

    private final InetSocketAddress address;
    private final EventLoopGroup loops;
    private final ServerRules rules;
    private final List<? extends ServerStreamTracer.Factory> tracers;
    private final PeerAddresses addresses = new PeerAddresses();
    private final AtomicInteger connections = new AtomicInteger();
    private @Nullable Channel socket;
    private @Nullable ServerListener listener;
    private volatile boolean stopping;

    Http3Server(
            InetSocketAddress address,
            EventLoopGroup loops,
            ServerRules rules,
            List<? extends ServerStreamTracer.Factory> tracers) {
        this.address = address;
        this.loops = loops;
        this.rules = rules;
        this.tracers = tracers;
    }

    @Override
    public void start(ServerListener serverListener) throws IOException {
        listener = serverListener;
        ReadPump pump = new ReadPump(() -> {});
        Duplicator duplicator = new Duplicator(rules.settings().sending().duplication());
        UdpPayload payload = UdpPayload.at(address);
        QuicServerCodecBuilder builder =
                QuicParameters.apply(Http3.newQuicServerCodecBuilder(), rules.settings(), payload, STREAMS);
        if (DatagramSockets.isEpoll(loops)) {
            builder.option(
                    QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                    EpollQuicUtils.newSegmentedAllocator(payload.segments()));
        }
        ServerTls tls = rules.tls();
        ChannelHandler codec = builder.sslEngineProvider(this::engine)
                .tokenHandler(new AddressTokens(
                        tls.limits().token(), tls.handshakes()::isBusy, System::nanoTime, new SecureRandom()))
                .activeConnectionIdLimit(PATHS)
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel connection) {
                        admit(connection, serverListener, pump);
                        duplicator.watch(connection);
                    }
                })
                .build();
        try {
            socket = DatagramSockets.bootstrap(loops, payload)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(addresses, duplicator, pump, codec);
                        }
                    })
                    .bind(address)
                    .sync()
                    .channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding " + address, e);
        } catch (RuntimeException e) {
            throw new IOException("UDP " + address + " can't be bound: " + e.getMessage(), e);
        }
    }

    /// For a connection that has just been asked for. Where there is no room it is not answered, which costs least, and
    /// the peer asks again.
    private QuicSslEngine engine(QuicChannel connection) {
        ServerTls tls = rules.tls();
        if (tls.handshakes().isFull()
                || connections.get() >= rules.settings().counts().connections().max()) {
            connection.unsafe().closeForcibly();
            throw new NoRoom();
        }
        return tls.newEngine(connection.alloc());
    }

    /// netty-quic drops the packet.
    private static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoRoom() {
            super("no room for one more connection", null, false, false);
        }
    }

    private void admit(QuicChannel connection, ServerListener serverListener, ReadPump pump) {
        connections.incrementAndGet();
        connection.closeFuture().addListener(closed -> closed());
        if (stopping) {
            // Not at once: it has to have read the packet that it answers.
            connection.eventLoop().execute(() -> Closing.refuse(connection));
            return;
        }
        new ConnectionLog(rules.settings().qlog(), "server").follow(connection);
        Handshakes.Handshake handshake = rules.tls().handshakes().begin(connection);
        new Http3ServerTransport(connection, rules, tracers, serverListener, pump, addresses, handshake).start();
    }

    @Override
    public void shutdown() {
        stopping = true;
        Channel open = socket;
        if (open == null) {
            return;
        }
        open.eventLoop().execute(() -> drain(open));
    }

    private void drain(Channel open) {
        ServerListener told = listener;
        if (connections.get() == 0) {
            // First, so that a server that has terminated has given up its port.
            open.close().addListener(closed -> {
                if (told != null) {
                    told.serverShutdown();
                }
            });
            return;
        }
        // The connections' packets pass through this socket: it stays until they have drained.
        var unused = open.eventLoop()
                .schedule(() -> open.close(), rules.settings().drain().toNanos(), TimeUnit.NANOSECONDS);
        if (told != null) {
            told.serverShutdown();
        }
    }

    private void closed() {
        Channel open = socket;
        if (connections.decrementAndGet() == 0 && stopping && open != null) {
            // Not at once: its codec may be in the middle of a packet.
            open.eventLoop().execute(() -> open.close());
        }
    }

    @Override
    public SocketAddress getListenSocketAddress() {
        Channel open = socket;
        return open == null ? address : open.localAddress();
    }

    @Override
    public @Nullable InternalInstrumented<SocketStats> getListenSocketStats() {
        return null;
    }

    @Override
    public List<? extends SocketAddress> getListenSocketAddresses() {
        return List.of(getListenSocketAddress());
    }

    @Override
    public @Nullable List<InternalInstrumented<SocketStats>> getListenSocketStatsList() {
        return null;
    }
}
