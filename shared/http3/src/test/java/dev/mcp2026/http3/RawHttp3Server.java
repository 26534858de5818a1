package dev.mcp2026.http3;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.incubator.codec.http3.DefaultHttp3DataFrame;
import io.netty.incubator.codec.http3.DefaultHttp3GoAwayFrame;
import io.netty.incubator.codec.http3.DefaultHttp3Headers;
import io.netty.incubator.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.http3.Http3DataFrame;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.http3.Http3HeadersFrame;
import io.netty.incubator.codec.http3.Http3RequestStreamInboundHandler;
import io.netty.incubator.codec.http3.Http3ServerConnectionHandler;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicPackets;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// An HTTP/3 server that knows nothing of gRPC.
final class RawHttp3Server implements Exchange.Server {
    /// Calls that a connection may have.
    private static final int STREAMS = 1000;

    final List<QuicChannel> connections = new CopyOnWriteArrayList<>();
    private final Channel socket;

    RawHttp3Server(ServerTls tls, Consumer<Exchange> script) throws InterruptedException {
        var codec = QuicParameters.apply(
                        Http3.newQuicServerCodecBuilder(), Http3Settings.defaults(), UdpPayload.ANYWHERE, STREAMS)
                .sslEngineProvider(with -> tls.newEngine(with.alloc()))
                .tokenHandler(null)
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel connection) {
                        connections.add(connection);
                        connection.pipeline().addLast(new Http3ServerConnectionHandler(requests(script)));
                    }
                })
                .build();
        socket = DatagramSockets.bootstrap(Node.LOOPS.next())
                .handler(codec)
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .sync()
                .channel();
    }

    private static ChannelInitializer<QuicStreamChannel> requests(Consumer<Exchange> script) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(QuicStreamChannel stream) {
                stream.pipeline().addLast(new Http3RequestStreamInboundHandler() {
                    @Override
                    protected void channelRead(ChannelHandlerContext context, Http3HeadersFrame frame) {
                        Exchange.begin(script, new Http3Exchange(stream));
                    }

                    @Override
                    protected void channelRead(ChannelHandlerContext context, Http3DataFrame frame) {
                        frame.release();
                    }

                    @Override
                    protected void channelInputClosed(ChannelHandlerContext context) {}

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        // The client may well reset what it is answered with.
                    }
                });
            }
        };
    }

    static Http3Headers section(Map<String, String> fields) {
        Http3Headers section = new DefaultHttp3Headers(false);
        fields.forEach(section::add);
        return section;
    }

    void goAway(long id) {
        connections.forEach(
                connection -> Http3.getLocalControlStream(connection).writeAndFlush(new DefaultHttp3GoAwayFrame(id)));
    }

    record Http3Exchange(QuicStreamChannel stream) implements Exchange {
        @Override
        public Exchange section(Map<String, String> fields, boolean end) {
            stream.writeAndFlush(new DefaultHttp3HeadersFrame(RawHttp3Server.section(fields)));
            return end(end);
        }

        @Override
        public Exchange data(byte[] bytes, boolean end) {
            stream.writeAndFlush(new DefaultHttp3DataFrame(Unpooled.wrappedBuffer(bytes)));
            return end(end);
        }

        private Exchange end(boolean end) {
            if (end) {
                stream.shutdownOutput();
            }
            return this;
        }

        @Override
        public void reset(long code) {
            stream.eventLoop().execute(() -> QuicPackets.reset(stream, code));
        }
    }

    @Override
    public int port() {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    @Override
    public void close() {
        socket.close().awaitUninterruptibly();
    }
}
