package dev.mcp2026.http3;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;

/// An HTTP/2 server without TLS.
final class RawHttp2Server implements Exchange.Server {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Channel socket;

    RawHttp2Server(Consumer<Exchange> script) throws InterruptedException {
        socket = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .validateHeaders(false)
                                                .build(),
                                        new Http2MultiplexHandler(requests(script)));
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .sync()
                .channel();
    }

    private static ChannelInitializer<Channel> requests(Consumer<Exchange> script) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new SimpleChannelInboundHandler<Http2StreamFrame>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
                        if (frame instanceof Http2HeadersFrame) {
                            Exchange.begin(script, new Http2Exchange(stream));
                        }
                    }
                });
            }
        };
    }

    static Http2Headers section(Map<String, String> fields) {
        Http2Headers section = new DefaultHttp2Headers(false);
        fields.forEach(section::add);
        return section;
    }

    private record Http2Exchange(Channel stream) implements Exchange {
        @Override
        public Exchange section(Map<String, String> fields, boolean end) {
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(RawHttp2Server.section(fields), end));
            return this;
        }

        @Override
        public Exchange data(byte[] bytes, boolean end) {
            stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), end));
            return this;
        }

        @Override
        public void reset(long code) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(code));
        }
    }

    @Override
    public int port() {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    @Override
    public void close() {
        socket.close().awaitUninterruptibly();
        loops.shutdownGracefully();
    }
}
