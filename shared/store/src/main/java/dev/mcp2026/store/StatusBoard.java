package dev.mcp2026.store;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/// Holds the present status of one store and tells the listeners. Used by the adapters.
public final class StatusBoard {
    private static final Logger LOG = Logger.getLogger(StatusBoard.class);

    private final InstantSource wall;
    private final List<StatusListener> listeners = new CopyOnWriteArrayList<>();
    private volatile StoreStatus current;

    public StatusBoard(InstantSource wall, StoreMode initial, String reason) {
        this.wall = wall;
        this.current = new StoreStatus(initial, reason, wall.instant());
    }

    public StoreStatus current() {
        return current;
    }

    public boolean writable() {
        return current.mode() == StoreMode.READ_WRITE;
    }

    /// Passes in READ_WRITE, otherwise refuses a write.
    public void requireWritable() {
        StoreStatus now = current;
        if (now.mode() != StoreMode.READ_WRITE) {
            throw refusal(now);
        }
    }

    /// What a write gets to hear in this status.
    public static FaultException refusal(StoreStatus status) {
        return Faults.of(
                FaultKind.READ_ONLY,
                "the store is " + status.mode() + " since " + status.since() + ": " + status.reason(),
                status.mode() == StoreMode.SPLIT
                        ? "a person must decide which history to keep"
                        : "retry later; reads still answer");
    }

    public synchronized void set(StoreMode mode, String reason) {
        if (current.mode() == mode) {
            if (!current.reason().equals(reason)) {
                current = new StoreStatus(mode, reason, current.since());
            }
            return;
        }
        StoreStatus next = new StoreStatus(mode, reason, wall.instant());
        current = next;
        LOG.infof("store mode changed mode=%s reason=%s", mode, reason);
        for (StatusListener listener : listeners) {
            try {
                listener.changed(next);
            } catch (RuntimeException e) {
                // One listener's bug must not stop the others or the store.
                LOG.errorf(e, "store status listener failed mode=%s", mode);
            }
        }
    }

    public AutoCloseable listen(StatusListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
