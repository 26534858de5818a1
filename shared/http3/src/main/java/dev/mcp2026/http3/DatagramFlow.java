package dev.mcp2026.http3;

import io.netty.buffer.ByteBuf;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The datagrams of one call. State is the event loop's, but for what is volatile.
final class DatagramFlow implements CallDatagrams {
    /// Datagrams that came before the call had a receiver.
    private static final int KEPT = 32;

    private static final long NONE = -1;

    private final DatagramFlows flows;
    private final Queue<ByteBuf> unsent = new ArrayDeque<>();
    private final Queue<ByteBuf> unread = new ArrayDeque<>();
    private @Nullable Consumer<ByteBuf> receiver;
    private volatile long streamId = NONE;
    private volatile boolean closed;

    DatagramFlow(DatagramFlows flows) {
        this.flows = flows;
    }

    @Override
    public int maxBytes() {
        return streamId == NONE || closed ? 0 : flows.maxPayload(streamId);
    }

    @Override
    public boolean send(ByteBuf payload) {
        boolean accepted = !closed && flows.reserve(payload, streamId);
        if (accepted) {
            flows.queue().add(() -> write(payload));
        } else {
            payload.release();
        }
        return accepted;
    }

    private void write(ByteBuf payload) {
        if (!closed && (streamId == NONE || flows.isUndecided())) {
            unsent.add(payload);
        } else {
            flows.unreserve();
            if (closed || payload.readableBytes() > flows.maxPayload(streamId)) {
                payload.release();
            } else {
                flows.write(streamId, payload);
            }
        }
    }

    @Override
    public void onReceive(Consumer<ByteBuf> taker) {
        flows.queue().add(() -> {
            receiver = taker;
            for (ByteBuf payload = unread.poll(); payload != null; payload = unread.poll()) {
                hand(taker, payload);
            }
        });
    }

    void received(ByteBuf payload) {
        Consumer<ByteBuf> taker = receiver;
        if (taker != null) {
            hand(taker, payload);
        } else if (unread.size() < KEPT) {
            unread.add(payload);
        } else {
            payload.release();
        }
    }

    private static void hand(Consumer<ByteBuf> taker, ByteBuf payload) {
        try {
            taker.accept(payload);
        } finally {
            payload.release();
        }
    }

    void opened(QuicStreamChannel stream) {
        if (!closed) {
            streamId = stream.streamId();
            flows.add(streamId, this);
            sendWaiting();
        }
    }

    /// What waited goes, or is dropped, now that the stream or the peer's will is known.
    void sendWaiting() {
        for (int left = unsent.size(); left > 0; left--) {
            write(unsent.remove());
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            flows.remove(streamId);
            sendWaiting();
            unread.forEach(ByteBuf::release);
            unread.clear();
        }
    }
}
