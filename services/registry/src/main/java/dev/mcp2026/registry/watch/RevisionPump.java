package dev.mcp2026.registry.watch;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Changes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Moves changes from the catalogue to one sink, in order, on one virtual thread of its own. While
/// the sink is not
/// ready nothing is read, and what changes meanwhile is coalesced by the catalogue.
public final class RevisionPump implements Catalogue.ChangeListener, AutoCloseable {
    private final Catalogue catalogue;
    private final Sink sink;
    private final int batchMax;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long cursor;

    /// Where changes go. All methods are called by the pump's thread alone.
    public interface Sink {
        /// False: come back when [RevisionPump#changed] is called.
        boolean ready();

        /// Sends one page of what was there before the cursor; true while more of it is left.
        default boolean backfill() {
            return false;
        }

        void accept(Changes changes);
    }

    /// @param batchMax entries per call of [Sink#accept]
    public RevisionPump(String name, Catalogue catalogue, long cursor, int batchMax, Sink sink) {
        this.catalogue = catalogue;
        this.sink = sink;
        this.batchMax = batchMax;
        this.cursor = cursor;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public RevisionPump start() {
        catalogue.listen(this);
        thread.start();
        return this;
    }

    @Override
    public void changed() {
        if (!signalled.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    public long cursor() {
        return cursor;
    }

    private void run() {
        boolean backfilling = true;
        while (!closed) {
            // Cleared before looking: a change that comes after is signalled anew.
            signalled.set(false);
            if (!sink.ready() || (!backfilling && catalogue.revision() == cursor)) {
                if (!signalled.get()) {
                    LockSupport.park(this);
                }
            } else if (backfilling) {
                backfilling = sink.backfill();
            } else {
                Changes changes = catalogue.changesAfter(cursor, batchMax);
                sink.accept(changes);
                cursor = changes.revision();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        catalogue.unlisten(this);
        LockSupport.unpark(thread);
    }
}
