package dev.mcp2026.registry.watch;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Changes;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Moves changes from the catalogue to one sink, in order, in one task at a time. While the sink is not ready
/// nothing is read, and what changes meanwhile is coalesced by the catalogue.
///
/// A pump that is behind runs on a virtual thread, since it has much to scan. One that has caught up runs where its
/// sink wants it, on the reader's event loop for example: then a change costs no further thread, and changes that
/// come together leave together.
public final class RevisionPump implements Catalogue.ChangeListener, AutoCloseable {
    /// Batches in a row before others on the same executor get their turn.
    private static final int BATCHES_PER_TURN = 4;

    /// For what may take its time.
    public static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("pump").start(task);

    private final Catalogue catalogue;
    private final Sink sink;
    private final int batchMax;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;
    private volatile long cursor;
    private boolean backfilling = true;
    private volatile boolean behind = true;

    /// Where changes go. All methods but [#executor] are called by one task at a time.
    public interface Sink {
        /// False: come back when [RevisionPump#changed] is called.
        boolean ready();

        /// Where the sink wants to be called once it has caught up.
        Executor executor();

        /// Sends one page of what was there before the cursor; true while more of it is left.
        default boolean backfill() {
            return false;
        }

        void accept(Changes changes);

        /// The pump has ended because one of the others threw this.
        void failed(Throwable failure);
    }

    /// @param batchMax entries per call of [Sink#accept]
    public RevisionPump(Catalogue catalogue, long cursor, int batchMax, Sink sink) {
        this.catalogue = catalogue;
        this.sink = sink;
        this.batchMax = batchMax;
        this.cursor = cursor;
    }

    public RevisionPump start() {
        catalogue.listen(this);
        changed();
        return this;
    }

    @Override
    public void changed() {
        if (closed || scheduled.getAndSet(true)) {
            return;
        }
        try {
            (behind ? VIRTUAL : sink.executor()).execute(this::run);
        } catch (RejectedExecutionException gone) {
            // The reader's event loop is shut down. Whoever wrote the change must not hear of it.
            close();
        }
    }

    public long cursor() {
        return cursor;
    }

    private void run() {
        try {
            for (int i = 0; i < BATCHES_PER_TURN && pending(); i++) {
                step();
            }
        } catch (RuntimeException | Error e) {
            // A reader that can't be served must not be left waiting for what never comes.
            close();
            sink.failed(e);
        }
        // Cleared before looking again: a change that comes after is scheduled anew.
        scheduled.set(false);
        if (pending()) {
            changed();
        }
    }

    private boolean pending() {
        return !closed && (backfilling || catalogue.revision() != cursor) && sink.ready();
    }

    private void step() {
        if (backfilling) {
            backfilling = sink.backfill();
            behind = backfilling || catalogue.revision() != cursor;
        } else {
            Changes changes = catalogue.changesAfter(cursor, batchMax);
            sink.accept(changes);
            cursor = changes.revision();
            behind = changes.more();
        }
    }

    @Override
    public void close() {
        closed = true;
        catalogue.unlisten(this);
    }
}
