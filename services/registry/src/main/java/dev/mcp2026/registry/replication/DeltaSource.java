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
    /// Up to here the subscriber has every register. While it is behind this stays where it is: an entry whose
    /// registration we have passed may still stand further on, at its later verdict, with both unsent.
    private long complete;
    private boolean backlogSent;

    public DeltaSource(Catalogue catalogue, Hello hello, Supplier<Map<CellId, Instant>> silent) {
        this.catalogue = catalogue;
        this.hello = hello;
        this.silent = silent;
        this.resumed =
                catalogue.resumable(hello.cursor().incarnation(), hello.cursor().revision());
        this.start = resumed ? hello.cursor().revision() : 0;
        this.complete = start;
    }

    public Welcome welcome(String version) {
        return new Welcome(catalogue.self(), version, new Cursor(catalogue.incarnation(), start), resumed);
    }

    public long start() {
        return start;
    }

    /// `changes` as deltas; they follow on those of the last call.
    public Batch batch(Changes changes) {
        List<Delta> deltas = new ArrayList<>(changes.entries().size());
        for (Entry entry : changes.entries()) {
            Delta delta = wanted(entry) ? entry.deltaSince(complete) : null;
            if (delta != null) {
                deltas.add(delta);
            }
        }
        if (!changes.more()) {
            complete = changes.revision();
            backlogSent = true;
        }
        return new Batch(deltas, changes.revision(), changes.more(), silent.get());
    }

    /// A subscriber's own records go back to it only where it starts from nothing: it may have
    /// lost its memory.
    private boolean wanted(Entry entry) {
        CellId origin = entry.key().cell();
        if (origin.equals(hello.cell())) {
            return !resumed && !backlogSent;
        }
        return !hello.directOrigins().contains(origin) || origin.equals(catalogue.self());
    }
}
