package dev.mcp2026.http3;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// An HTTP/2 client without TLS that sends what it likes.
final class RawHttp2Client implements AutoCloseable {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Channel connection;

    RawHttp2Client(int port) throws InterruptedException {
        connection = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .validateHeaders(false)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", port))
                .sync()
                .channel();
    }

    Answer call(Map<String, String> fields, byte[] body) throws Exception {
        Answer.Collector collector = new Answer.Collector();
        Http2StreamChannel stream = new Http2StreamChannelBootstrap(connection)
                .handler(new Frames(collector))
                .open()
                .get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        stream.write(new DefaultHttp2HeadersFrame(RawHttp2Server.section(fields), false));
        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
        return collector.answer.get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static final class Frames extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final Answer.Collector collector;

        Frames(Answer.Collector collector) {
            this.collector = collector;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame headers -> {
                    collector.section(headers.headers());
                    endIf(headers.isEndStream());
                }
                case Http2DataFrame data -> {
                    collector.data(data.content());
                    endIf(data.isEndStream());
                }
                case Http2ResetFrame reset -> collector.end(reset.errorCode());
                default -> {}
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                collector.end(reset.errorCode());
            }
        }

        private void endIf(boolean end) {
            if (end) {
                collector.end(null);
            }
        }
    }

    @Override
    public void close() {
        connection.close().awaitUninterruptibly();
        loops.shutdownGracefully();
    }
}
