package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicDatagramExtensionEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The HTTP datagrams of one connection, told apart by the stream that they belong to (RFC 9297 section 2.1): a QUIC
/// datagram is a quarter of the stream's id, as a variable-length integer, and the payload.
final class DatagramFlows extends ChannelInboundHandlerAdapter {
    /// SETTINGS_H3_DATAGRAM.
    static final long SETTING = 0x33;

    /// H3_DATAGRAM_ERROR.
    private static final int ERROR = 0x33;

    /// That wait to be handed to QUIC. A tunnel's sender finds out about a drop as from any other router.
    private static final Limit WAITING = new Limit("datagrams that wait on one connection", 256, "datagrams");

    /// That overtook the HEADERS of their call, as QUIC puts datagrams first into a packet. The oldest give way.
    private static final Limit STRAY = new Limit("datagrams of calls that are not known yet", 32, "datagrams");

    private static final int UNKNOWN = -1;

    private final WriteQueue queue;
    private final Map<Long, DatagramFlow> flows = new HashMap<>();
    private final Queue<Stray> strays = new ArrayDeque<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable QuicChannel connection;
    private int quicMax = UNKNOWN;
    private @Nullable Boolean peerTakes;
    /// Largest QUIC datagram; 0 for none.
    private volatile int max = UNKNOWN;

    private record Stray(long streamId, ByteBuf payload) {}

    DatagramFlows(WriteQueue queue) {
        this.queue = queue;
    }

    WriteQueue queue() {
        return queue;
    }

    boolean isUndecided() {
        return max == UNKNOWN;
    }

    int maxPayload(long streamId) {
        return Math.max(0, max - VariableLength.size(streamId >> 2));
    }

    /// From any thread: whether one more may wait.
    boolean reserve(ByteBuf payload, long streamId) {
        boolean tooLarge = !isUndecided() && payload.readableBytes() > maxPayload(Math.max(0, streamId));
        if (tooLarge) {
            return false;
        }
        if (waiting.incrementAndGet() > WAITING.max()) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    void unreserve() {
        waiting.decrementAndGet();
    }

    void add(long streamId, DatagramFlow flow) {
        flows.put(streamId, flow);
        for (int left = strays.size(); left > 0; left--) {
            Stray stray = strays.remove();
            if (stray.streamId() == streamId) {
                flow.received(stray.payload());
            } else {
                strays.add(stray);
            }
        }
    }

    void remove(long streamId) {
        flows.remove(streamId);
    }

    void write(long streamId, ByteBuf payload) {
        QuicChannel quic = connection;
        if (quic == null || !quic.isActive()) {
            payload.release();
            return;
        }
        ByteBuf datagram = quic.alloc().directBuffer(payload.readableBytes() + Long.BYTES);
        VariableLength.write(datagram, streamId >> 2);
        datagram.writeBytes(payload);
        payload.release();
        quic.write(datagram);
        queue.flushLater(quic);
    }

    /// The peer's SETTINGS have come.
    void told(boolean takes) {
        peerTakes = takes;
        decide();
    }

    private void decide() {
        Boolean takes = peerTakes;
        if (takes != null && (!takes || quicMax != UNKNOWN)) {
            max = takes ? quicMax : 0;
            flows.values().forEach(DatagramFlow::sendWaiting);
            queue.drain();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = (QuicChannel) context.channel();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicDatagramExtensionEvent known) {
            quicMax = known.maxLength();
            decide();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf datagram)) {
            context.fireChannelRead(message);
            return;
        }
        long quarter = VariableLength.read(datagram);
        if (quarter < 0 || quarter > VariableLength.MAX >> 2) {
            datagram.release();
            // RFC 9297 section 2.1.
            connectionError(context);
            return;
        }
        DatagramFlow flow = flows.get(quarter << 2);
        if (flow == null) {
            keep(new Stray(quarter << 2, datagram));
        } else {
            flow.received(datagram);
        }
    }

    private void keep(Stray stray) {
        strays.add(stray);
        if (strays.size() > STRAY.max()) {
            strays.remove().payload().release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        strays.forEach(stray -> stray.payload().release());
        strays.clear();
        context.fireChannelInactive();
    }

    private static void connectionError(ChannelHandlerContext context) {
        Closing.close((QuicChannel) context.channel(), ERROR);
    }
}
