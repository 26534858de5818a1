package dev.mcp2026.mesh.node;

import dev.mcp2026.http3.CallDatagrams;
import dev.mcp2026.proto.mesh.v1.ProbeRequest;
import dev.mcp2026.proto.mesh.v1.ProbeResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One `Probe` call. The server's first message says that it takes probes; from then on they are datagrams where the
/// connection has them, and messages where it has not.
final class ProbeCall extends ClientCall.Listener<ProbeResponse> {
    private final ClientCall<ProbeRequest, ProbeResponse> call;
    private final LongSupplier nanoTime;
    private final LongConsumer answered;
    private volatile long heardNanos;
    private volatile boolean ready;
    private volatile boolean ended;
    private volatile @Nullable CallDatagrams datagrams;

    /// @param answered with the number of a probe that came back; from the connection's thread
    ProbeCall(ClientCall<ProbeRequest, ProbeResponse> call, LongSupplier nanoTime, LongConsumer answered) {
        this.call = call;
        this.nanoTime = nanoTime;
        this.heardNanos = nanoTime.getAsLong();
        this.answered = answered;
        call.start(this, new Metadata());
        call.request(1);
        call.sendMessage(ProbeRequest.getDefaultInstance());
    }

    /// Ended, or nothing was heard for so long.
    boolean isSilent(long now, long nanos) {
        return ended || now - heardNanos > nanos;
    }

    void send(long sequence) {
        if (!ready || ended) {
            return;
        }
        CallDatagrams by = datagrams;
        if (by == null) {
            call.sendMessage(ProbeRequest.newBuilder().setSequence(sequence).build());
        } else {
            by.send(Unpooled.buffer(Long.BYTES).writeLong(sequence));
        }
    }

    void cancel() {
        call.cancel("probing goes on over another connection", null);
    }

    @Override
    public void onMessage(ProbeResponse response) {
        heardNanos = nanoTime.getAsLong();
        if (!ready) {
            CallDatagrams offered = call.getAttributes().get(CallDatagrams.KEY);
            if (offered != null && offered.maxBytes() >= Long.BYTES) {
                datagrams = offered;
                offered.onReceive(this::received);
            }
            ready = true;
        } else {
            answered.accept(response.getSequence());
        }
        call.request(1);
    }

    private void received(ByteBuf datagram) {
        if (datagram.readableBytes() >= Long.BYTES) {
            heardNanos = nanoTime.getAsLong();
            answered.accept(datagram.readLong());
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        ended = true;
    }
}
