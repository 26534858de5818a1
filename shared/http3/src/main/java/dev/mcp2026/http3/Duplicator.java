package dev.mcp2026.http3;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.incubator.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Stands below the QUIC codec of a UDP socket and sends some packets once more, a little later. Of the event loop
/// alone.
final class Duplicator extends ChannelOutboundHandlerAdapter {
    private static final long LOOK_MILLIS = 250;
    /// Of a second's bytes, what may go in one burst.
    private static final int BURSTS = 8;

    private final Duplication rules;
    private final Map<InetSocketAddress, Allowance> lossy = new HashMap<>();
    private final Queue<DatagramPacket> copies = new ArrayDeque<>();
    private boolean scheduled;

    Duplicator(Duplication rules) {
        this.rules = rules;
    }

    /// Looks at the connection's losses as long as it is open, which has to be known by its peer's address here.
    void watch(QuicChannel connection) {
        SocketAddress peer = connection.remoteSocketAddress();
        if (!rules.isWanted() || !(peer instanceof InetSocketAddress address)) {
            return;
        }
        LossyPath path = new LossyPath(rules);
        QuicStatistics statistics = new QuicStatistics(() -> connection);
        Runnable look = () -> {
            if (connection.isOpen()) {
                var unused = statistics.sample().thenAccept(sample -> looked(path, address, sample));
            }
        };
        var looks =
                connection.eventLoop().scheduleWithFixedDelay(look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(closed -> {
            looks.cancel(false);
            lossy.remove(address);
        });
    }

    private void looked(LossyPath path, InetSocketAddress peer, ConnectionStatistics.Sample sample) {
        mark(
                peer,
                path.look(
                        System.nanoTime(),
                        sample.sent(),
                        sample.lost(),
                        sample.rtt().toNanos()));
    }

    void mark(InetSocketAddress peer, boolean isLossy) {
        if (isLossy) {
            lossy.computeIfAbsent(peer, one -> new Allowance(rules.rate().max(), System.nanoTime()));
        } else {
            lossy.remove(peer);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        DatagramPacket packet = (DatagramPacket) message;
        Allowance allowance = lossy.isEmpty() ? null : lossy.get(packet.recipient());
        if (allowance != null && allowance.take(packet.content().readableBytes(), System.nanoTime())) {
            copies.add(packet.retainedDuplicate());
            if (!scheduled) {
                scheduled = true;
                var unused = context.executor()
                        .schedule(() -> send(context), rules.delay().toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        context.write(packet, promise);
    }

    private void send(ChannelHandlerContext context) {
        scheduled = false;
        for (DatagramPacket copy = copies.poll(); copy != null; copy = copies.poll()) {
            // What becomes of a copy is nobody's business: the packet has its own promise.
            context.write(copy, context.newPromise());
        }
        context.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        copies.forEach(DatagramPacket::release);
        copies.clear();
    }

    /// A token bucket of bytes.
    private static final class Allowance {
        private final long perSecond;
        private double left;
        private long filledNanos;

        Allowance(long perSecond, long nowNanos) {
            this.perSecond = perSecond;
            this.left = (double) perSecond / BURSTS;
            this.filledNanos = nowNanos;
        }

        boolean take(int bytes, long nowNanos) {
            left = Math.min(
                    (double) perSecond / BURSTS,
                    left + (double) perSecond * (nowNanos - filledNanos) / TimeUnit.SECONDS.toNanos(1));
            filledNanos = nowNanos;
            if (left < bytes) {
                return false;
            }
            left -= bytes;
            return true;
        }
    }
}
