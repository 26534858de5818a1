package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Changes;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The sender's side of one subscription: turns the catalogue's changes into what this subscriber
/// lacks.
public final class DeltaSource {
    private final Catalogue catalogue;
    private final Hello hello;
    private final Supplier<Map<CellId, Instant>> silent;
    private final boolean resumed;
    private final long start;
    private final long backlogEnd;
    private long cursor;

    public DeltaSource(Catalogue catalogue, Hello hello, Supplier<Map<CellId, Instant>> silent) {
        this.catalogue = catalogue;
        this.hello = hello;
        this.silent = silent;
        this.resumed =
                catalogue.resumable(hello.cursor().incarnation(), hello.cursor().revision());
        this.start = resumed ? hello.cursor().revision() : 0;
        this.cursor = start;
        this.backlogEnd = catalogue.revision();
    }

    public Welcome welcome(String version) {
        return new Welcome(catalogue.self(), version, new Cursor(catalogue.incarnation(), start), resumed);
    }

    public long start() {
        return start;
    }

    /// `changes` as deltas since the last call.
    public Batch batch(Changes changes) {
        List<Delta> deltas = new ArrayList<>(changes.entries().size());
        for (Entry entry : changes.entries()) {
            Delta delta = wanted(entry) ? entry.deltaSince(cursor) : null;
            if (delta != null) {
                deltas.add(delta);
            }
        }
        cursor = changes.revision();
        return new Batch(deltas, changes.revision(), changes.more(), silent.get());
    }

    /// A subscriber's own records go back to it only where it starts from nothing: it may have
    /// lost its memory.
    private boolean wanted(Entry entry) {
        CellId origin = entry.key().cell();
        if (origin.equals(hello.cell())) {
            return !resumed && entry.revision() <= backlogEnd;
        }
        return !hello.directOrigins().contains(origin) || origin.equals(catalogue.self());
    }
}
