package dev.mcp2026.http3;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.incubator.codec.http3.DefaultHttp3DataFrame;
import io.netty.incubator.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.http3.Http3ClientConnectionHandler;
import io.netty.incubator.codec.http3.Http3DataFrame;
import io.netty.incubator.codec.http3.Http3GoAwayFrame;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.http3.Http3HeadersFrame;
import io.netty.incubator.codec.http3.Http3RequestStreamInboundHandler;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicChannelBootstrap;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamResetException;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A peer of the domain that writes what it likes.
final class RawClient implements AutoCloseable {
    final List<Long> goAways = new CopyOnWriteArrayList<>();
    private final Channel socket;
    private final QuicChannel connection;

    /// @param http3 false: nothing is written that the test does not write
    RawClient(InetSocketAddress server, ClientTls tls, boolean http3) throws Exception {
        ChannelHandler codec = QuicParameters.apply(
                        Http3.newQuicClientCodecBuilder(), Http3Settings.defaults(), UdpPayload.ANYWHERE, 0)
                .sslEngineProvider(with -> tls.current().newEngine(with.alloc(), server))
                .build();
        socket = DatagramSockets.bootstrap(Node.LOOPS.next())
                .handler(codec)
                .bind(new InetSocketAddress(0))
                .sync()
                .channel();
        QuicChannelBootstrap bootstrap = QuicChannel.newBootstrap(socket).handler(http3 ? http3() : new Swallow());
        if (!http3) {
            bootstrap.streamHandler(new Swallow());
        }
        connection = bootstrap.remoteAddress(server).connect().get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private ChannelHandler http3() {
        ChannelHandler control = new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object frame) {
                if (frame instanceof Http3GoAwayFrame last) {
                    goAways.add(last.id());
                }
                ReferenceCountUtil.release(frame);
            }
        };
        return new Http3ClientConnectionHandler(control, null, null, null, true);
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /// A stream with `bytes`, ended or left open.
    void stream(QuicStreamType type, byte[] bytes, boolean end) throws Exception {
        if (!connection.isActive()) {
            return;
        }
        var opening = connection.createStream(type, new Swallow());
        if (opening.await(Node.PATIENCE.toMillis()) && opening.isSuccess()) {
            QuicStreamChannel stream = opening.getNow();
            stream.writeAndFlush(Unpooled.copiedBuffer(bytes)).await(Node.PATIENCE.toMillis());
            if (end) {
                stream.shutdownOutput().await(Node.PATIENCE.toMillis());
            }
        }
    }

    /// The header section that a request with this one is answered with.
    CompletableFuture<Http3Headers> request(Http3Headers section) throws Exception {
        CompletableFuture<Http3Headers> answer = new CompletableFuture<>();
        QuicStreamChannel stream = Http3.newRequestStream(connection, new Http3RequestStreamInboundHandler() {
                    @Override
                    protected void channelRead(ChannelHandlerContext context, Http3HeadersFrame frame) {
                        answer.complete(frame.headers());
                    }

                    @Override
                    protected void channelRead(ChannelHandlerContext context, Http3DataFrame frame) {
                        ReferenceCountUtil.release(frame);
                    }

                    @Override
                    protected void channelInputClosed(ChannelHandlerContext context) {}

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        answer.completeExceptionally(cause);
                    }
                })
                .get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        stream.writeAndFlush(new DefaultHttp3HeadersFrame(section));
        return answer;
    }

    /// All that a request is answered with.
    Answer call(Map<String, String> fields, byte[] body) throws Exception {
        Call call = open(fields);
        call.stream().writeAndFlush(new DefaultHttp3DataFrame(Unpooled.wrappedBuffer(body)));
        call.end();
        return call.answer();
    }

    /// A request whose body may follow.
    Call open(Map<String, String> fields) throws Exception {
        Answer.Collector collector = new Answer.Collector();
        QuicStreamChannel stream = Http3.newRequestStream(connection, new Frames(collector))
                .get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        stream.writeAndFlush(new DefaultHttp3HeadersFrame(RawHttp3Server.section(fields)));
        return new Call(stream, collector);
    }

    record Call(QuicStreamChannel stream, Answer.Collector collector) {
        void end() {
            stream.shutdownOutput();
        }

        Answer answer() throws Exception {
            return collector.answer.get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static final class Frames extends Http3RequestStreamInboundHandler {
        private final Answer.Collector collector;

        Frames(Answer.Collector collector) {
            this.collector = collector;
        }

        @Override
        protected void channelRead(ChannelHandlerContext context, Http3HeadersFrame frame) {
            collector.section(frame.headers());
        }

        @Override
        protected void channelRead(ChannelHandlerContext context, Http3DataFrame frame) {
            collector.data(frame.content());
            frame.release();
        }

        @Override
        protected void channelInputClosed(ChannelHandlerContext context) {
            collector.end(null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Of STOP_SENDING nothing follows: the answer comes all the same.
            if (cause instanceof QuicStreamResetException reset) {
                collector.end(reset.applicationProtocolCode());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            collector.answer.completeExceptionally(new IllegalStateException("the stream was closed"));
        }
    }

    @Override
    public void close() throws Exception {
        connection.close().await(Node.PATIENCE.toMillis());
        socket.close().await(Node.PATIENCE.toMillis());
    }

    @ChannelHandler.Sharable
    private static final class Swallow extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof Channel)) {
                ReferenceCountUtil.release(message);
            } else {
                context.fireChannelRead(message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A reset is an answer here.
        }
    }
}
