package dev.mcp2026.registry.watch;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Changes;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import java.util.List;
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
    /// Removals up to here the reader need not hear of: it started from nothing after them.
    private long known;
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

        /// Removals after the cursor have been forgotten, so going on would keep what is gone: begins again.
        ///
        /// @return the new cursor; [#backfill] is called next
        /// @throws dev.mcp2026.kernel.error.FaultException if the reader is to open a new stream for that
        default long startAfresh() {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "the reader is so far behind that removals it has not seen are forgotten",
                    "open the stream again, it starts afresh");
        }

        /// The pump has ended because one of the others threw this.
        void failed(Throwable failure);
    }

    /// @param cursor 0: the reader knows nothing
    /// @param batchMax entries per call of [Sink#accept], which gets fewer where they are large
    public RevisionPump(Catalogue catalogue, long cursor, int batchMax, Sink sink) {
        this.catalogue = catalogue;
        this.sink = sink;
        this.batchMax = batchMax;
        this.cursor = cursor;
        this.known = cursor == 0 ? catalogue.revision() : cursor;
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
            return;
        }
        Changes changes = fitting(catalogue.changesAfter(cursor, batchMax));
        // Asked after the changes were read: what is forgotten from now on is among them.
        if (catalogue.resumable(catalogue.incarnation(), Math.max(cursor, known))) {
            sink.accept(changes);
            cursor = changes.revision();
            behind = changes.more();
        } else {
            cursor = sink.startAfresh();
            known = cursor;
            backfilling = true;
            behind = true;
        }
    }

    /// What goes into one message. The rest is read again, from the cursor that this much leads to.
    private static Changes fitting(Changes changes) {
        List<Entry> fitting = EncodedBytes.fitting(changes.entries());
        return fitting.size() == changes.entries().size()
                ? changes
                : new Changes(fitting, fitting.getLast().revision(), true);
    }

    @Override
    public void close() {
        closed = true;
        catalogue.unlisten(this);
    }
}
