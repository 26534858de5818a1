package dev.mcp2026.store.embedded;

import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.StoreLimits;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/// A cursor on the history. It buffers nothing: a slow reader costs no memory and resumes from the file.
final class HistoryWatch implements Watch {
    private final Versions versions;
    private final RevisionSignal signal;
    private final BooleanSupplier storeClosed;
    private final StoreLimits limits;
    private final KeyPrefix prefix;
    private volatile long next;
    private volatile boolean closed;

    HistoryWatch(
            Versions versions,
            RevisionSignal signal,
            BooleanSupplier storeClosed,
            StoreLimits limits,
            KeyPrefix prefix,
            Revision from) {
        this.versions = versions;
        this.signal = signal;
        this.storeClosed = storeClosed;
        this.limits = limits;
        this.prefix = prefix;
        this.next = from.value();
    }

    @Override
    public WatchResult next(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            if (over()) {
                throw Committer.closed();
            }
            WatchResult found = versions.read(this::scan);
            if (found != null) {
                return found;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return new WatchResult.Idle(new Revision(next - 1));
            }
            signal.await(() -> over() || versions.revision().value() >= next, left);
        }
    }

    private boolean over() {
        return closed || storeClosed.getAsBoolean();
    }

    /// What there is from `next` on, or null; moves `next` over all that was looked at.
    private @Nullable WatchResult scan(Snapshot snapshot) {
        if (next <= snapshot.compacted.value()) {
            return new WatchResult.Compacted(snapshot.compacted);
        }
        List<StoreEvent> events = new ArrayList<>();
        Cursor<Long, byte[]> cursor = snapshot.history.cursor(next);
        long at = next;
        while (cursor.hasNext() && events.size() < limits.watchEvents().max()) {
            long revision = cursor.next();
            for (StoreEvent event : Codec.events(new Revision(revision), cursor.getValue())) {
                if (event.key().startsWith(prefix)) {
                    events.add(event);
                }
            }
            at = revision + 1;
        }
        next = at;
        return events.isEmpty() ? null : new WatchResult.Events(events, new Revision(at - 1));
    }

    @Override
    public void close() {
        closed = true;
        signal.raise();
    }
}
