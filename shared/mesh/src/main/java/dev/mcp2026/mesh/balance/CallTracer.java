package dev.mcp2026.mesh.balance;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// Measures one call for its endpoint: until the first message that comes back, as a stream of replies may go on for
/// hours, and how it ends.
final class CallTracer extends ClientStreamTracer {
    private final EndpointLoad load;
    private final LongSupplier nanoTime;
    private final Runnable suspicion;
    private final long startNanos;
    private final AtomicBoolean answered = new AtomicBoolean();

    private CallTracer(EndpointLoad load, LongSupplier nanoTime, Runnable suspicion) {
        this.load = load;
        this.nanoTime = nanoTime;
        this.suspicion = suspicion;
        this.startNanos = nanoTime.getAsLong();
    }

    /// Counts a call as under way when its stream is made, right after the pick: a pick that finds its connection gone
    /// makes none, and nothing would count it down again.
    ///
    /// @param suspicion is run when too many calls failed in a row
    static Factory factory(EndpointLoad load, LongSupplier nanoTime, Runnable suspicion) {
        return new Factory() {
            @Override
            public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
                load.started();
                return new CallTracer(load, nanoTime, suspicion);
            }
        };
    }

    @Override
    public void inboundMessage(int seqNo) {
        if (answered.compareAndSet(false, true)) {
            long now = nanoTime.getAsLong();
            load.answered(now - startNanos, now);
        }
    }

    @Override
    public void streamClosed(Status status) {
        long now = nanoTime.getAsLong();
        if (load.ended(status, answered.getAndSet(true), now - startNanos, now)) {
            suspicion.run();
        }
    }
}
