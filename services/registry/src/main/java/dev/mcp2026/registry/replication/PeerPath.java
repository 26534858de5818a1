package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One subscription from opening to end: keeps its own cursor and when it last heard anything.
final class PeerPath implements PeerTransport.Inbound {
    private final CellId peer;
    private final DeltaSink sink;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private PeerTransport.@Nullable Subscription subscription;
    private volatile long lastHeardNanos;
    private volatile @Nullable Welcome welcome;
    private volatile Cursor cursor;
    private volatile boolean caughtUp;
    private volatile @Nullable Fault ended;
    private volatile Map<CellId, Instant> silent = Map.of();

    /// What the link wants to know.
    interface Listener {
        void measured(long t0, long t1, long t2, long t3);

        void applied(int deltas, int changed);
    }

    PeerPath(CellId peer, Cursor cursor, DeltaSink sink, Listener listener, LongSupplier nanoTime) {
        this.peer = peer;
        this.cursor = cursor;
        this.sink = sink;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.lastHeardNanos = nanoTime.getAsLong();
    }

    void opened(PeerTransport.Subscription open) {
        subscription = open;
    }

    void ping(long wallNs) {
        if (subscription != null && welcome != null) {
            subscription.ping(wallNs);
        }
    }

    void close(Fault why) {
        if (ended == null) {
            ended = why;
        }
        if (subscription != null) {
            subscription.close();
        }
    }

    @Override
    public void welcome(Welcome frame) {
        heard();
        if (!frame.cell().equals(peer)) {
            close(new Fault(
                    FaultKind.CONFLICT,
                    null,
                    "the peer configured as " + peer + " says it is " + frame.cell(),
                    "correct mcp.registry.peers"));
            return;
        }
        cursor = frame.cursor();
        welcome = frame;
    }

    @Override
    public void batch(Batch batch) {
        heard();
        if (ended != null) {
            return;
        }
        try {
            int changed = sink.apply(batch.deltas());
            cursor = new Cursor(cursor.incarnation(), batch.revision());
            silent = batch.silent();
            caughtUp = !batch.more();
            listener.applied(batch.deltas().size(), changed);
        } catch (FaultException e) {
            close(e.fault());
        }
    }

    @Override
    public void pong(long t0, long t1, long t2, long t3) {
        heard();
        // An idle peer has nothing to batch: that it answers proves there is nothing to catch up with.
        listener.measured(t0, t1, t2, t3);
    }

    @Override
    public void ended(Fault fault) {
        if (ended == null) {
            ended = fault;
        }
    }

    private void heard() {
        lastHeardNanos = nanoTime.getAsLong();
    }

    long lastHeardNanos() {
        return lastHeardNanos;
    }

    @Nullable
    Welcome welcomed() {
        return welcome;
    }

    boolean caughtUp() {
        return caughtUp;
    }

    Cursor cursor() {
        return cursor;
    }

    @Nullable
    Fault fault() {
        return ended;
    }

    Map<CellId, Instant> silent() {
        return silent;
    }
}
