package dev.mcp2026.store.embedded;

import dev.mcp2026.store.Revision;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/// One synced version of the file for readers. MVStore keeps the version's pages as long as the snapshot is held;
/// the store itself holds the latest one.
final class Snapshot {
    final MVMap<String, byte[]> entries;
    final MVMap<Long, byte[]> history;
    final Revision revision;
    final Revision compacted;
    private final MVStore store;
    private final MVStore.TxCounter usage;
    private final AtomicInteger holders = new AtomicInteger(1);

    Snapshot(
            MVStore store,
            MVStore.TxCounter usage,
            MVMap<String, byte[]> entries,
            MVMap<Long, byte[]> history,
            Revision revision,
            Revision compacted) {
        this.store = store;
        this.usage = usage;
        this.entries = entries;
        this.history = history;
        this.revision = revision;
        this.compacted = compacted;
    }

    /// False if it was given up already: then there is a later one.
    boolean hold() {
        int now;
        do {
            now = holders.get();
            if (now == 0) {
                return false;
            }
        } while (!holders.compareAndSet(now, now + 1));
        return true;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            store.deregisterVersionUsage(usage);
        }
    }
}
