package dev.mcp2026.mesh.relay;

import dev.mcp2026.http3.CallDatagrams;
import dev.mcp2026.http3.DatagramSockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// The relay's end of one tunnel: a UDP socket that talks to the target alone. What comes from there goes into the
/// tunnel, and the other way about; nothing is kept.
final class RelaySocket {
    private RelaySocket() {}

    /// @param opened with the socket once it is connected, or the reason why not; on an event loop
    static void open(
            EventLoopGroup loops,
            InetSocketAddress target,
            CallDatagrams tunnel,
            Consumer<Channel> opened,
            Consumer<Throwable> failed) {
        DatagramSockets.bootstrap(loops)
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        tunnel.send(packet.content().retain());
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        // As UDP loses packets; a target that is gone shows in the silence of the inner connection.
                    }
                })
                .connect(target)
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        tunnel.onReceive(packet -> forward(connected.channel(), packet));
                        opened.accept(connected.channel());
                    } else {
                        failed.accept(connected.cause());
                    }
                });
    }

    private static void forward(Channel socket, ByteBuf packet) {
        var unused = socket.writeAndFlush(packet.retain());
    }
}
