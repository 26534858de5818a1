package dev.mcp2026.http3;

import io.grpc.Status;
import io.grpc.internal.GrpcUtil;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.incubator.codec.http3.DefaultHttp3DataFrame;
import io.netty.incubator.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.incubator.codec.http3.Http3DataFrame;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.http3.Http3HeadersFrame;
import io.netty.incubator.codec.http3.Http3RequestStreamInboundHandler;
import io.netty.incubator.codec.quic.QuicPackets;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What comes on one request stream: refused below gRPC's level, held until the peer is known, or handed to the call.
final class ServerRequest extends Http3RequestStreamInboundHandler {
    private final Http3ServerTransport transport;
    private final QuicStreamChannel channel;
    private final FrameCoalescer frames;
    private @Nullable Http3ServerStream stream;
    private @Nullable Queue<Runnable> held;
    private long heldBytes;
    private boolean refused;

    ServerRequest(Http3ServerTransport transport, QuicStreamChannel channel, FrameCoalescer frames) {
        this.transport = transport;
        this.channel = channel;
        this.frames = frames;
    }

    @Override
    protected void channelRead(ChannelHandlerContext context, Http3HeadersFrame frame) {
        if (stream != null || held != null) {
            return; // trailers of a request, of which gRPC knows nothing
        }
        Http3Headers section = frame.headers();
        String method = accepted(context, section);
        if (method == null) {
            return;
        }
        if (transport.mustWait(method, section)) {
            Queue<Runnable> later = new ArrayDeque<>();
            later.add(() -> begin(method, section));
            held = later;
            transport.onceVerified(this::goOn);
        } else {
            begin(method, section);
        }
    }

    private void begin(String method, Http3Headers section) {
        try {
            stream = transport.begin(channel, frames, method, section);
        } catch (RuntimeException e) {
            // As over HTTP/2: grpc-java throws at fields that it can't read, such as a timeout that is none.
            refused = true;
            QuicPackets.reset(channel, Http3ErrorCode.H3_INTERNAL_ERROR.code());
        }
    }

    /// The method's name; null if the request was answered already.
    private @Nullable String accepted(ChannelHandlerContext context, Http3Headers section) {
        CharSequence path = section.path();
        CharSequence type = section.get(FieldSections.CONTENT_TYPE);
        CharSequence verb = section.method();
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            answer(context, "404", Status.UNIMPLEMENTED.withDescription("the path does not begin with /"));
        } else if (type == null || !GrpcUtil.isGrpcContentType(type.toString())) {
            answer(context, "415", Status.INTERNAL.withDescription("content-type is not application/grpc"));
        } else if (verb == null || !"POST".contentEquals(verb)) {
            answer(context, "405", Status.INTERNAL.withDescription("gRPC calls are POST requests"));
        } else if (FieldSections.size(section)
                > transport.settings().sizes().metadata().max()) {
            answer(
                    context,
                    "431",
                    Status.RESOURCE_EXHAUSTED.withDescription("the call's metadata is over the limit of "
                            + transport.settings().sizes().metadata().max() + " bytes ("
                            + transport.settings().sizes().metadata().name() + ")"));
        } else if (transport.refuses(channel)) {
            QuicPackets.reset(channel, Http3ErrorCode.H3_REQUEST_REJECTED.code());
        } else {
            return path.subSequence(1, path.length()).toString();
        }
        return null;
    }

    private void answer(ChannelHandlerContext context, String httpStatus, Status status) {
        refused = true;
        frames.finish();
        context.write(new DefaultHttp3HeadersFrame(FieldSections.plain(httpStatus, status)));
        context.writeAndFlush(new DefaultHttp3DataFrame(
                        ByteBufUtil.writeUtf8(context.alloc(), String.valueOf(status.getDescription()))))
                .addListener(sent -> QuicPackets.finish(channel, Http3ErrorCode.H3_NO_ERROR.code()));
    }

    private void goOn() {
        Queue<Runnable> later = held;
        held = null;
        if (later != null && channel.isActive()) {
            later.forEach(Runnable::run);
            // Last: more comes at once.
            channel.config().setAutoRead(true);
        }
    }

    @Override
    protected void channelRead(ChannelHandlerContext context, Http3DataFrame frame) {
        ByteBuf bytes = frame.content();
        Queue<Runnable> later = held;
        if (later == null) {
            data(bytes);
            return;
        }
        heldBytes += bytes.readableBytes();
        later.add(() -> data(bytes));
        if (heldBytes > transport.settings().sizes().buffered().max()) {
            channel.config().setAutoRead(false);
        }
    }

    private void data(ByteBuf bytes) {
        Http3ServerStream begun = stream;
        if (begun == null) {
            bytes.release();
        } else {
            begun.transportState().data(bytes);
        }
    }

    @Override
    protected void channelInputClosed(ChannelHandlerContext context) {
        Queue<Runnable> later = held;
        if (later == null) {
            inputClosed();
        } else {
            later.add(this::inputClosed);
        }
    }

    private void inputClosed() {
        Http3ServerStream begun = stream;
        if (begun != null) {
            begun.transportState().inputClosed();
        } else if (!refused) {
            // It ended before its HEADERS (RFC 9114 section 4.1).
            QuicPackets.reset(channel, Http3ErrorCode.H3_REQUEST_INCOMPLETE.code());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean malformed = ErrorCodes.isMalformed(cause);
        end(
                Status.CANCELLED.withDescription(
                        (malformed ? "the request is malformed: " : "the client reset the call: ")
                                + cause.getMessage()),
                malformed ? Http3ErrorCode.H3_MESSAGE_ERROR : Http3ErrorCode.H3_REQUEST_CANCELLED);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(Status.CANCELLED.withDescription("the call's stream was closed"), Http3ErrorCode.H3_REQUEST_CANCELLED);
        context.fireChannelInactive();
    }

    private void end(Status reason, Http3ErrorCode code) {
        Http3ServerStream begun = stream;
        if (begun != null) {
            begun.transportState().abort(reason, code);
        } else {
            release();
            QuicPackets.reset(channel, code.code());
        }
    }

    private void release() {
        Queue<Runnable> later = held;
        held = null;
        if (later != null) {
            // The first begins the call; the others, without one, release what they hold.
            later.poll();
            later.forEach(Runnable::run);
        }
    }
}
