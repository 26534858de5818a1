package dev.mcp2026.http3;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.internal.AbstractClientStream;
import io.grpc.internal.StatsTraceContext;
import io.grpc.internal.WritableBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.incubator.codec.http3.Http3Headers;
import org.jspecify.annotations.Nullable;

/// One call: what grpc-java wants sent goes into the connection's queue, what comes back is in [ClientStreamState].
final class Http3ClientStream extends AbstractClientStream {
    private final Http3ClientTransport transport;
    private final MethodDescriptor<?, ?> method;
    private final ClientStreamState state;
    private final Sink sink = new QueueSink();
    private final DatagramFlow datagrams;
    private String authority;

    Http3ClientStream(
            Http3ClientTransport transport,
            MethodDescriptor<?, ?> method,
            Metadata headers,
            CallOptions options,
            StatsTraceContext stats) {
        super(ByteBufWritable.allocator(transport.allocator()), stats, transport.tracer(), headers, options, false);
        this.transport = transport;
        this.method = method;
        this.datagrams = new DatagramFlow(transport.datagrams());
        this.authority = transport.authority();
        this.state = new ClientStreamState(this, transport, stats, options);
    }

    @Override
    protected ClientStreamState transportState() {
        return state;
    }

    @Override
    protected Sink abstractClientStreamSink() {
        return sink;
    }

    @Override
    public void setAuthority(String other) {
        authority = other;
    }

    @Override
    public Attributes getAttributes() {
        return transport.getAttributes().toBuilder()
                .set(CallDatagrams.KEY, datagrams)
                .build();
    }

    DatagramFlow datagrams() {
        return datagrams;
    }

    /// Whether it may be sent before the handshake is done, when an attacker could send it once more (RFC 8470).
    boolean isReplaySafe() {
        return method.isIdempotent() || method.isSafe();
    }

    private final class QueueSink implements Sink {
        @Override
        public void writeHeaders(Metadata metadata, byte @Nullable [] payload) {
            Http3Headers section =
                    FieldSections.request(metadata, "/" + method.getFullMethodName(), authority, transport.userAgent());
            // A single message follows at once, in the same packet.
            boolean flush = !method.getType().clientSendsOneMessage();
            transport.queue().add(() -> transport.open(Http3ClientStream.this, section, flush));
        }

        @Override
        public void writeFrame(@Nullable WritableBuffer frame, boolean endOfStream, boolean flush, int messages) {
            ByteBuf bytes = frame == null ? null : ((ByteBufWritable) frame).bytes;
            if (bytes != null && bytes.isReadable()) {
                onSendingBytes(bytes.readableBytes());
            }
            transport.queue().add(() -> state.send(bytes, endOfStream, flush, messages));
        }

        @Override
        public void cancel(Status reason) {
            transport.queue().add(() -> state.cancelled(reason));
        }
    }
}
