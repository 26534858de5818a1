package dev.mcp2026.http3;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;

/// Stands before the QUIC codec of a UDP socket and knows whether datagrams are just being read, so that what is
/// written in answer can wait until all of them are.
final class ReadPump extends ChannelInboundHandlerAdapter {
    private final Queue<WriteQueue> waiting = new ArrayDeque<>();
    private final Runnable afterEach;
    private boolean reading;

    /// @param afterEach runs after each burst of datagrams
    ReadPump(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    boolean reading() {
        return reading;
    }

    void afterReading(WriteQueue queue) {
        waiting.add(queue);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object datagram) {
        reading = true;
        context.fireChannelRead(datagram);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        for (WriteQueue queue = waiting.poll(); queue != null; queue = waiting.poll()) {
            queue.pumped();
        }
        context.fireChannelReadComplete();
        afterEach.run();
    }
}
