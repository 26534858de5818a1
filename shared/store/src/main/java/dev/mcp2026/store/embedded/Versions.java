package dev.mcp2026.store.embedded;

import dev.mcp2026.store.Revision;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/// The latest synced version, for readers.
final class Versions {
    private final RevisionSignal signal;
    private volatile @Nullable Snapshot latest;

    Versions(RevisionSignal signal) {
        this.signal = signal;
    }

    void publish(Snapshot next) {
        Snapshot before = latest;
        latest = next;
        if (before != null) {
            before.release();
        }
        signal.raise();
    }

    /// Gives up the latest version: readers then hear that the store is closed.
    void retire() {
        Snapshot last = latest;
        latest = null;
        if (last != null) {
            last.release();
        }
        signal.raise();
    }

    Revision revision() {
        return current().revision;
    }

    /// Runs `reader` on one version, which stays readable meanwhile.
    <R> R read(Function<Snapshot, R> reader) {
        while (true) {
            Snapshot snapshot = current();
            if (!snapshot.hold()) {
                continue;
            }
            try {
                return reader.apply(snapshot);
            } catch (MVStoreException e) {
                // The file was closed under the reader, and perhaps opened again since.
                if (snapshot == latest) {
                    throw DataFile.unavailable(
                            e.getErrorCode() == DataUtils.ERROR_CLOSED
                                    ? "the data file is closed"
                                    : "the data file can't be read: " + e.getMessage(),
                            "retry; if it stays so, check the disk",
                            e);
                }
            } finally {
                snapshot.release();
            }
        }
    }

    private Snapshot current() {
        Snapshot now = latest;
        if (now == null) {
            throw Committer.closed();
        }
        return now;
    }
}
