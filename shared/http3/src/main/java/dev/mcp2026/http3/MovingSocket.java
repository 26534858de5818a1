package dev.mcp2026.http3;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands first at a client's UDP socket, below the QUIC codec, which has one socket for good: after a move, packets
/// leave by another, and what comes there is handed up as if it had come to the first. The server sees a changed
/// address, as after a rebinding by a NAT, and checks the path (RFC 9000 section 9.3).
final class MovingSocket extends ChannelDuplexHandler {
    /// How long a socket that was left is read: what was under way to it is not sent again soon enough.
    private static final long LINGER_SECONDS = 3;
    /// Between moves. News of changed addresses come in bursts, and a server has to check one path before the next.
    private static final long AGAIN_MILLIS = 500;

    private final EventLoop loop;
    private final UdpPayload payload;
    private final Rebinding rebinding;
    private @Nullable ChannelHandlerContext first;
    private @Nullable Channel current;
    private boolean moving;
    private boolean wanted;
    private boolean closed;

    MovingSocket(EventLoop loop, UdpPayload payload, Rebinding rebinding) {
        this.payload = payload;
        this.loop = loop;
        this.rebinding = rebinding;
    }

    /// From any thread.
    void move() {
        loop.execute(this::begin);
    }

    private void begin() {
        wanted = true;
        if (moving || closed || first == null) {
            return;
        }
        wanted = false;
        moving = true;
        var unused = loop.schedule(this::mayMoveAgain, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        ChannelHandlerContext up = first;
        DatagramSockets.bootstrap(loop, payload)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HandUp(up));
                    }
                })
                .bind(new InetSocketAddress(0))
                .addListener((ChannelFuture bound) -> loop.execute(() -> moved(bound)));
    }

    private void mayMoveAgain() {
        moving = false;
        if (wanted) {
            begin();
        }
    }

    private void moved(ChannelFuture bound) {
        if (!bound.isSuccess()) {
            return;
        }
        Channel left = current;
        current = bound.channel();
        if (closed) {
            bound.channel().close();
        } else if (left != null) {
            var unused = loop.schedule(() -> left.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// Where packets leave; null until the first move.
    @Nullable
    Channel current() {
        return current;
    }

    private void sent(ChannelFuture sending) {
        Throwable failure = sending.cause();
        // A port that nobody listens at says nothing about this end.
        if (failure instanceof IOException && !(failure instanceof PortUnreachableException)) {
            begin();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        first = context;
        rebinding.opened(this);
    }

    @Override
    public void write(ChannelHandlerContext context, Object packet, ChannelPromise promise) {
        Channel other = current;
        ChannelFuture sending;
        if (other == null) {
            sending = context.write(packet, promise.unvoid());
        } else {
            sending = other.write(packet).addListener((ChannelFuture done) -> {
                if (done.isSuccess()) {
                    promise.trySuccess();
                } else {
                    promise.tryFailure(done.cause());
                }
            });
        }
        sending.addListener((ChannelFuture done) -> sent(done));
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        Channel other = current;
        if (other == null) {
            context.flush();
        } else {
            other.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        rebinding.closed(this);
        Channel other = current;
        if (other != null) {
            other.close();
        }
        context.fireChannelInactive();
    }

    /// What came to a later socket.
    private static final class HandUp extends ChannelInboundHandlerAdapter {
        private final ChannelHandlerContext up;

        HandUp(ChannelHandlerContext up) {
            this.up = up;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            DatagramPacket came = (DatagramPacket) packet;
            if (up.isRemoved()) {
                came.release();
            } else {
                up.fireChannelRead(new DatagramPacket(
                        came.content(), (InetSocketAddress) up.channel().localAddress(), came.sender()));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!up.isRemoved()) {
                up.fireChannelReadComplete();
            }
        }
    }
}
