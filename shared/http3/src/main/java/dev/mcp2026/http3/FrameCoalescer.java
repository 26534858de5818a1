package dev.mcp2026.http3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.incubator.codec.quic.DefaultQuicStreamFrame;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers the frames that one stream writes until it is flushed, and hands them on as one, with FIN where that was
/// asked for: netty-quic makes a packet of each write, and a call would cost one for HEADERS, DATA and FIN each. It
/// stands below the HTTP/3 codec.
final class FrameCoalescer extends ChannelOutboundHandlerAdapter {
    private static final int FRAMES_USUAL = 4;

    private final List<ChannelPromise> promises = new ArrayList<>(FRAMES_USUAL);
    private @Nullable ByteBuf pending;
    private boolean fin;

    /// The next flush ends the stream's sending side.
    void finish() {
        fin = true;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf frame) {
            pending = pending == null ? frame : joined(context, pending, frame);
            if (!promise.isVoid()) {
                promises.add(promise);
            }
        } else {
            send(context);
            context.write(message, promise);
        }
    }

    private static ByteBuf joined(ChannelHandlerContext context, ByteBuf first, ByteBuf second) {
        if (first.refCnt() == 1 && first.maxWritableBytes() >= second.readableBytes() && !first.isReadOnly()) {
            first.writeBytes(second);
            second.release();
            return first;
        }
        ByteBuf both = context.alloc().directBuffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        send(context);
        context.flush();
    }

    private void send(ChannelHandlerContext context) {
        ByteBuf frames = pending;
        if (frames == null && !fin) {
            return;
        }
        pending = null;
        ByteBuf bytes = frames == null ? Unpooled.EMPTY_BUFFER : frames;
        Object message = fin ? new DefaultQuicStreamFrame(bytes, true) : bytes;
        fin = false;
        List<ChannelPromise> told = List.copyOf(promises);
        promises.clear();
        context.write(message).addListener((ChannelFuture sent) -> {
            for (ChannelPromise promise : told) {
                if (sent.isSuccess()) {
                    promise.trySuccess();
                } else {
                    promise.tryFailure(sent.cause());
                }
            }
        });
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (pending != null) {
            pending.release();
            pending = null;
        }
        promises.forEach(promise -> promise.tryFailure(new ClosedChannelException()));
        promises.clear();
    }
}
