package dev.mcp2026.http3;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.internal.AbstractServerStream;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.StatsTraceContext;
import io.grpc.internal.WritableBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.incubator.codec.http3.DefaultHttp3DataFrame;
import io.netty.incubator.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.quic.QuicPackets;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import org.jspecify.annotations.Nullable;

/// The server's side of one call.
final class Http3ServerStream extends AbstractServerStream {
    private final Http3ServerTransport transport;
    private final QuicStreamChannel channel;
    private final FrameCoalescer frames;
    private final @Nullable String authority;
    private final Attributes attributes;
    private final DatagramFlow datagrams;
    private final @Nullable String encodings;
    private final State state;
    private final Sink sink = new QueueSink();

    /// @param encodings to be told to a caller whose own is not known; null: it is
    Http3ServerStream(
            Http3ServerTransport transport,
            QuicStreamChannel channel,
            FrameCoalescer frames,
            @Nullable String authority,
            Attributes attributes,
            @Nullable String encodings,
            StatsTraceContext stats) {
        super(ByteBufWritable.allocator(channel.alloc()), stats);
        this.transport = transport;
        this.channel = channel;
        this.frames = frames;
        this.authority = authority;
        this.encodings = encodings;
        this.datagrams = new DatagramFlow(transport.datagrams());
        this.attributes =
                attributes.toBuilder().set(CallDatagrams.KEY, datagrams).build();
        this.state = new State(stats);
    }

    DatagramFlow datagrams() {
        return datagrams;
    }

    @Override
    protected State transportState() {
        return state;
    }

    @Override
    protected Sink abstractServerStreamSink() {
        return sink;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public @Nullable String getAuthority() {
        return authority;
    }

    @Override
    public int streamId() {
        return (int) channel.streamId();
    }

    private final class QueueSink implements Sink {
        @Override
        public void writeHeaders(Metadata metadata, boolean flush) {
            Http3Headers section = FieldSections.response(metadata);
            transport.queue().add(() -> {
                transport.introduce(section);
                state.sendHeaders(section, flush);
            });
        }

        @Override
        public void writeFrame(WritableBuffer frame, boolean flush, int messages) {
            ByteBuf bytes = ((ByteBufWritable) frame).bytes;
            onSendingBytes(bytes.readableBytes());
            transport.queue().add(() -> state.sendMessage(bytes, flush, messages));
        }

        @Override
        public void writeTrailers(Metadata metadata, boolean headersSent, Status status) {
            Http3Headers section = FieldSections.trailers(metadata, headersSent);
            if (encodings != null) {
                section.set(GrpcUtil.MESSAGE_ACCEPT_ENCODING, encodings);
            }
            transport.queue().add(() -> state.sendTrailers(section));
        }

        @Override
        public void cancel(Status reason) {
            transport.queue().add(() -> state.abort(reason));
        }
    }

    /// Of the event loop.
    final class State extends TransportState {
        private final Backlog backlog =
                new Backlog(transport.settings().sizes().buffered().max());
        private boolean done;
        private boolean inputEnded;

        State(StatsTraceContext stats) {
            super(transport.settings().sizes().messageMax(), stats, transport.tracer());
        }

        void sendHeaders(Http3Headers section, boolean flush) {
            if (done) {
                return;
            }
            channel.write(new DefaultHttp3HeadersFrame(section)).addListener((ChannelFuture sent) -> {
                if (!sent.isSuccess()) {
                    notSent(sent.cause());
                }
            });
            if (flush) {
                transport.queue().flushLater(channel);
            }
        }

        void sendMessage(ByteBuf message, boolean flush, int messages) {
            if (done) {
                message.release();
                return;
            }
            int bytes = message.readableBytes();
            channel.write(new DefaultHttp3DataFrame(message)).addListener((ChannelFuture sent) -> {
                if (sent.isSuccess()) {
                    onSentBytes(bytes);
                    transport.tracer().reportMessageSent(messages);
                } else {
                    notSent(sent.cause());
                }
            });
            if (flush) {
                transport.queue().flushLater(channel);
            }
        }

        void sendTrailers(Http3Headers section) {
            if (done) {
                return;
            }
            frames.finish();
            channel.write(new DefaultHttp3HeadersFrame(section)).addListener((ChannelFuture sent) -> {
                if (sent.isSuccess()) {
                    finished();
                } else {
                    notSent(sent.cause());
                }
            });
            transport.queue().flushLater(channel);
        }

        private void finished() {
            if (done) {
                return;
            }
            done = true;
            complete();
            transport.ended(Http3ServerStream.this);
            if (!channel.isInputShutdown()) {
                // The answer is complete and the rest of the request of no use (RFC 9114 section 4.1).
                QuicPackets.finish(channel, Http3ErrorCode.H3_NO_ERROR.code());
            }
        }

        private void notSent(Throwable cause) {
            abort(Status.CANCELLED.withDescription("the answer could not be sent: " + cause.getMessage()));
        }

        void abort(Status reason) {
            abort(reason, Http3ErrorCode.H3_REQUEST_CANCELLED);
        }

        void abort(Status reason, Http3ErrorCode code) {
            if (done) {
                return;
            }
            done = true;
            transportReportStatus(reason);
            QuicPackets.reset(channel, code.code());
            transport.ended(Http3ServerStream.this);
        }

        void endIfStopped() {
            if (!done && QuicPackets.isStopped(channel)) {
                abort(Status.CANCELLED.withDescription("the client cancelled the call"));
            }
        }

        void data(ByteBuf bytes) {
            if (done || inputEnded || !bytes.isReadable()) {
                bytes.release();
                return;
            }
            backlog.received(channel, bytes.readableBytes());
            inboundDataReceived(new ByteBufReadable(bytes), false);
        }

        void inputClosed() {
            if (!done && !inputEnded) {
                inputEnded = true;
                inboundDataReceived(new ByteBufReadable(Unpooled.EMPTY_BUFFER), true);
            }
        }

        @Override
        public void runOnTransportThread(Runnable task) {
            transport.run(task);
        }

        @Override
        public void bytesRead(int bytes) {
            backlog.read(channel, bytes);
        }

        @Override
        public void deframeFailed(Throwable cause) {
            abort(Status.fromThrowable(cause));
        }
    }
}
