package dev.mcp2026.http3;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.internal.ClientStreamListener.RpcProgress;
import io.grpc.internal.Http2ClientStreamTransportState;
import io.grpc.internal.StatsTraceContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.incubator.codec.http3.DefaultHttp3DataFrame;
import io.netty.incubator.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.incubator.codec.http3.Http3DataFrame;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.http3.Http3HeadersFrame;
import io.netty.incubator.codec.http3.Http3RequestStreamInboundHandler;
import io.netty.incubator.codec.quic.QuicPackets;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamResetException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A call's life on the wire, on the connection's event loop. grpc-java's HTTP/2 state does the gRPC part of it, since
/// the mapping is the same: statuses from trailers or from `:status`, content types, deadlines.
final class ClientStreamState extends Http2ClientStreamTransportState {
    private final Http3ClientStream stream;
    private final Http3ClientTransport transport;
    private final StatsTraceContext stats;
    private final FrameCoalescer frames = new FrameCoalescer();
    private final Queue<Runnable> beforeOpen = new ArrayDeque<>();
    private final Backlog backlog;
    private @Nullable QuicStreamChannel channel;
    private boolean headersSeen;
    private boolean dataSeen;
    private @Nullable Http3Headers undecided;
    private boolean done;

    ClientStreamState(
            Http3ClientStream stream, Http3ClientTransport transport, StatsTraceContext stats, CallOptions options) {
        super(transport.settings().sizes().messageMax(), stats, transport.tracer(), options);
        this.stream = stream;
        this.transport = transport;
        this.stats = stats;
        this.backlog = new Backlog(transport.settings().sizes().buffered().max());
    }

    boolean isDone() {
        return done;
    }

    FrameCoalescer frames() {
        return frames;
    }

    // What grpc-java sends.

    void opened(QuicStreamChannel open, Http3Headers section, boolean flush) {
        channel = open;
        if (done) {
            reset(Http3ErrorCode.H3_REQUEST_CANCELLED);
            return;
        }
        onStreamAllocated();
        transport.tracer().reportLocalStreamStarted();
        open.write(new DefaultHttp3HeadersFrame(section)).addListener((ChannelFuture sent) -> {
            if (sent.isSuccess()) {
                stats.clientOutboundHeaders();
            } else {
                notSent(sent.cause());
            }
        });
        if (flush) {
            transport.queue().flushLater(open);
        }
        for (Runnable send = beforeOpen.poll(); send != null; send = beforeOpen.poll()) {
            send.run();
        }
        stream.datagrams().opened(open);
    }

    void send(@Nullable ByteBuf message, boolean endOfStream, boolean flush, int messages) {
        QuicStreamChannel open = channel;
        if (done) {
            if (message != null) {
                message.release();
            }
            return;
        }
        if (open == null) {
            beforeOpen.add(() -> send(message, endOfStream, flush, messages));
            return;
        }
        if (endOfStream) {
            frames.finish();
        }
        if (message != null && message.isReadable()) {
            write(open, message, messages);
        } else if (message != null) {
            message.release();
        }
        if (flush || endOfStream) {
            transport.queue().flushLater(open);
        }
    }

    private void write(QuicStreamChannel open, ByteBuf message, int messages) {
        int bytes = message.readableBytes();
        open.write(new DefaultHttp3DataFrame(message)).addListener((ChannelFuture sent) -> {
            if (sent.isSuccess()) {
                onSentBytes(bytes);
                transport.tracer().reportMessageSent(messages);
            } else {
                notSent(sent.cause());
            }
        });
    }

    void cancelled(Status reason) {
        report(reason, RpcProgress.PROCESSED, true, new Metadata());
        reset(Http3ErrorCode.H3_REQUEST_CANCELLED);
    }

    private void notSent(Throwable cause) {
        QuicStreamChannel open = channel;
        // The server wants to read no more and may well answer all the same (RFC 9114 section 4.1).
        boolean answerMayCome = cause instanceof ChannelOutputShutdownException
                && open != null
                && open.isActive()
                && !open.isInputShutdown();
        if (!answerMayCome) {
            report(transport.statusOf(cause), transport.lostAfter(), true, new Metadata());
            reset(Http3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    /// The end of the call, unless it has ended.
    void report(Status status, RpcProgress progress, boolean stopDelivery, Metadata trailers) {
        if (done) {
            return;
        }
        finish();
        dropUnsent();
        transportReportStatus(status, progress, stopDelivery, trailers);
        transport.ended(stream);
    }

    private void finish() {
        done = true;
        // Before the caller is told: it sees that there are none any more.
        stream.datagrams().close();
    }

    /// A call without a stream has not left: it may be tried elsewhere whatever it does.
    void connectionLost(Status reason) {
        report(reason, channel == null ? RpcProgress.MISCARRIED : transport.lostAfter(), false, new Metadata());
    }

    /// The server has looked at no stream from `limit` on (RFC 9114 section 5.2).
    void refusedFrom(long limit, Status reason) {
        QuicStreamChannel open = channel;
        if (open != null && open.streamId() >= limit) {
            report(reason, RpcProgress.REFUSED, false, new Metadata());
            reset(Http3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }

    private void dropUnsent() {
        // They see that the call is done and release what they hold.
        for (Runnable send = beforeOpen.poll(); send != null; send = beforeOpen.poll()) {
            send.run();
        }
    }

    /// RESET_STREAM and STOP_SENDING, both with `code`.
    private void reset(Http3ErrorCode code) {
        QuicStreamChannel open = channel;
        if (open != null) {
            QuicPackets.reset(open, code.code());
        }
    }

    // What comes back.

    @Override
    protected void http2ProcessingFailed(Status status, boolean stopDelivery, Metadata trailers) {
        if (done) {
            // The answer has ended, but the caller has not been told how: its end was wrong, or a message before it
            // that was read late.
            transportReportStatus(status, RpcProgress.PROCESSED, stopDelivery, trailers);
            return;
        }
        report(status, RpcProgress.PROCESSED, stopDelivery, trailers);
        reset(Http3ErrorCode.H3_REQUEST_CANCELLED);
    }

    @Override
    public void deframeFailed(Throwable cause) {
        http2ProcessingFailed(Status.fromThrowable(cause), true, new Metadata());
    }

    @Override
    public void runOnTransportThread(Runnable task) {
        transport.run(task);
    }

    @Override
    public void bytesRead(int bytes) {
        backlog.read(channel, bytes);
    }

    private void headers(Http3Headers section) {
        QuicStreamChannel open = channel;
        if (done || open == null) {
            return;
        }
        CharSequence word = section.getAndRemove(FieldSections.EARLY_IDENTITY);
        if (word != null) {
            transport.earlyWord(word);
        }
        if (FieldSections.size(section)
                > transport.settings().sizes().metadata().max()) {
            http2ProcessingFailed(
                    Status.RESOURCE_EXHAUSTED.withDescription("the answer's metadata is over the limit of "
                            + transport.settings().sizes().metadata().max() + " bytes ("
                            + transport.settings().sizes().metadata().name() + ")"),
                    true,
                    new Metadata());
            return;
        }
        if (headersSeen) {
            decide();
            trailers(FieldSections.metadata(section, true));
        } else if (!isInformational(section)) {
            headersSeen = true;
            // Where the stream ends with it, it is trailers only, and its HTTP status counts. HTTP/2 says so in the
            // frame; here FIN may come later, and the headers of an answer that succeeds must not wait for that.
            undecided = section;
            if (isOk(section) && !section.contains(FieldSections.GRPC_STATUS)) {
                decide();
            }
        }
    }

    /// More came, so the first section was the headers.
    private void decide() {
        Http3Headers section = undecided;
        undecided = null;
        if (section != null) {
            transportHeadersReceived(FieldSections.metadata(section, true));
        }
    }

    private void trailers(Metadata trailers) {
        // First: the listener may come back here.
        finish();
        dropUnsent();
        transportTrailersReceived(trailers);
        transport.ended(stream);
        endSending();
    }

    /// The server has said all: the rest of the request is of no use to it.
    private void endSending() {
        QuicStreamChannel open = channel;
        if (open != null && !open.isOutputShutdown()) {
            reset(Http3ErrorCode.H3_NO_ERROR);
        }
    }

    private static boolean isOk(Http3Headers section) {
        CharSequence status = section.status();
        return status != null && "200".contentEquals(status);
    }

    private static boolean isInformational(Http3Headers section) {
        CharSequence status = section.status();
        return status != null && status.length() == 3 && status.charAt(0) == '1';
    }

    private void data(ByteBuf bytes) {
        if (done || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        decide();
        dataSeen = true;
        int size = bytes.readableBytes();
        backlog.received(channel, size);
        transportDataReceived(new ByteBufReadable(bytes), false);
    }

    private void inputClosed() {
        Http3Headers only = undecided;
        if (done) {
            return;
        }
        if (only != null) {
            undecided = null;
            trailers(FieldSections.metadata(only, true));
        } else if (headersSeen && !dataSeen) {
            // Trailers only, but for a status: HTTP's was 200.
            trailers(new Metadata());
        } else {
            finish();
            dropUnsent();
            // Without trailers: grpc-java makes an error of it.
            transportDataReceived(new ByteBufReadable(Unpooled.EMPTY_BUFFER), true);
            transport.ended(stream);
            endSending();
        }
    }

    private void failed(Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
            report(ErrorCodes.ofReset(reset.applicationProtocolCode()), progress(reset), false, new Metadata());
        } else if (ErrorCodes.isMalformed(cause)) {
            report(
                    Status.INTERNAL
                            .withDescription("the answer is malformed: " + cause.getMessage())
                            .withCause(cause),
                    RpcProgress.PROCESSED,
                    false,
                    new Metadata());
        } else {
            report(transport.statusOf(cause), transport.lostAfter(), false, new Metadata());
        }
        reset(Http3ErrorCode.H3_REQUEST_CANCELLED);
    }

    private static RpcProgress progress(QuicStreamResetException reset) {
        // It was not looked at, so it may be tried again whatever it does (RFC 9114 section 8.1).
        return reset.applicationProtocolCode() == Http3ErrorCode.H3_REQUEST_REJECTED.code()
                ? RpcProgress.REFUSED
                : RpcProgress.PROCESSED;
    }

    /// The stream's frames.
    final class Handler extends Http3RequestStreamInboundHandler {
        @Override
        protected void channelRead(ChannelHandlerContext context, Http3HeadersFrame frame) {
            headers(frame.headers());
        }

        @Override
        protected void channelRead(ChannelHandlerContext context, Http3DataFrame frame) {
            data(frame.content());
        }

        @Override
        protected void channelInputClosed(ChannelHandlerContext context) {
            inputClosed();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failed(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            report(transport.closedStatus(), transport.lostAfter(), false, new Metadata());
            context.fireChannelInactive();
        }
    }
}
