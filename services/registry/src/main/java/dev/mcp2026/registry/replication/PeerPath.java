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
    private final int number;
    private final CellId peer;
    private final DeltaSink sink;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private PeerTransport.@Nullable Subscription subscription;
    private volatile long lastHeardNanos;
    private volatile @Nullable Welcome welcome;
    private long incarnation;
    private volatile @Nullable Cursor complete;
    private volatile @Nullable Fault ended;
    private volatile @Nullable Map<CellId, Instant> unheard;

    /// What the link wants to know.
    interface Listener {
        void measured(long t0, long t1, long t2, long t3);

        void applied(int deltas, int changed);
    }

    /// @param number which connection it uses; no two open paths to one peer share one
    PeerPath(int number, CellId peer, DeltaSink sink, Listener listener, LongSupplier nanoTime) {
        this.number = number;
        this.peer = peer;
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
        incarnation = frame.cursor().incarnation();
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
            unheard = batch.silent();
            if (!batch.more()) {
                complete = new Cursor(incarnation, batch.revision());
            }
            listener.applied(batch.deltas().size(), changed);
        } catch (FaultException e) {
            close(e.fault());
        }
    }

    @Override
    public void pong(long t0, long t1, long t2, long t3, Map<CellId, Instant> silent) {
        heard();
        unheard = silent;
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

    int number() {
        return number;
    }

    /// Where a later subscription may go on: everything up to there was applied. Null until that was so once; in the
    /// middle of a backlog there is no such place.
    @Nullable
    Cursor complete() {
        return complete;
    }

    boolean caughtUp() {
        return complete != null;
    }

    @Nullable
    Fault fault() {
        return ended;
    }

    /// Owners that the peer can't hear itself; null until it told.
    @Nullable
    Map<CellId, Instant> unheard() {
        return unheard;
    }
}
