package dev.mcp2026.registry.watch;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Changes;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One client's watch: what matches its selector, then every change of it. A removal is sent for
/// whatever may have
/// matched before and does not now; a client ignores those it never saw.
public final class InstanceWatch implements RevisionPump.Sink {
    /// Entries per message: enough to fill a few packets, small enough to keep the client's memory
    /// flat.
    public static final int BATCH_ENTRIES = 256;

    private static final ResumeToken NOWHERE = new ResumeToken(0, 0);

    private final Catalogue catalogue;
    private final Selector selector;
    private final Client client;
    private long start;
    private boolean reset;
    private boolean snapshot;
    private @Nullable InstanceKey scanned;
    private boolean first = true;

    /// The client's end.
    public interface Client {
        boolean ready();

        /// Where [#send] is called for changes, once all that matched at the start has been sent.
        Executor executor();

        /// Must not block; called by one task at a time.
        void send(Update update);

        /// No more will come, because of this.
        void failed(Throwable failure);
    }

    /// One message.
    ///
    /// @param reset everything the client knew before is void
    /// @param synced all that matched at the start has been sent
    public record Update(
            List<Entry> put, List<InstanceKey> removed, ResumeToken token, boolean reset, boolean synced) {}

    private InstanceWatch(Catalogue catalogue, Selector selector, @Nullable ResumeToken token, Client client) {
        this.catalogue = catalogue;
        this.selector = selector;
        this.client = client;
        boolean resumed = token != null && catalogue.resumable(token.incarnation(), token.revision());
        this.snapshot = !resumed;
        this.reset = token != null && !resumed;
        this.start = resumed && token != null ? token.revision() : catalogue.revision();
    }

    /// Starts the watch; the caller closes the pump.
    public static RevisionPump open(
            Catalogue catalogue, Selector selector, @Nullable ResumeToken token, Client client) {
        InstanceWatch watch = new InstanceWatch(catalogue, selector, token, client);
        return new RevisionPump(catalogue, watch.start, BATCH_ENTRIES, watch).start();
    }

    @Override
    public boolean ready() {
        return client.ready();
    }

    @Override
    public Executor executor() {
        return client.executor();
    }

    @Override
    public void failed(Throwable failure) {
        client.failed(failure);
    }

    @Override
    public void accept(Changes changes) {
        List<Entry> put = new ArrayList<>();
        List<InstanceKey> removed = new ArrayList<>();
        for (Entry entry : changes.entries()) {
            if (selector.matches(entry)) {
                put.add(entry);
            } else if (selector.matchesKey(entry.key())) {
                removed.add(entry.key());
            }
        }
        if (!put.isEmpty() || !removed.isEmpty()) {
            client.send(new Update(put, removed, token(changes.revision()), false, false));
        }
    }

    /// The client is told to forget what it knew, and gets all of it again.
    @Override
    public long startAfresh() {
        start = catalogue.revision();
        snapshot = true;
        reset = true;
        first = true;
        scanned = null;
        return start;
    }

    @Override
    public boolean backfill() {
        List<Entry> found = snapshot
                ? catalogue.scan(selector, scanned).limit(BATCH_ENTRIES).toList()
                : List.of();
        List<Entry> page = EncodedBytes.fitting(found);
        scanned = page.isEmpty() ? scanned : page.getLast().key();
        boolean more = found.size() == BATCH_ENTRIES || page.size() < found.size();
        // A token that resumes nowhere until the snapshot is complete: half of it is not a place to go on from.
        client.send(new Update(page, List.of(), more ? NOWHERE : token(start), first && reset, !more));
        first = false;
        return more;
    }

    private ResumeToken token(long revision) {
        return new ResumeToken(catalogue.incarnation(), revision);
    }
}
