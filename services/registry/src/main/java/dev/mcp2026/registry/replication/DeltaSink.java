package dev.mcp2026.registry.replication;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Entry;
import java.util.List;
import java.util.function.Consumer;

/// The receiver's side: joins deltas, and hands over those of our own records that peers remembered for us.
public final class DeltaSink {
    private final Catalogue catalogue;
    private final Consumer<List<Entry>> recovered;

    /// @param recovered gets own entries that came back from a peer after this process lost them, tombstones too
    public DeltaSink(Catalogue catalogue, Consumer<List<Entry>> recovered) {
        this.catalogue = catalogue;
        this.recovered = recovered;
    }

    /// @return how many entries changed
    /// @throws dev.mcp2026.kernel.error.FaultException CLOCK_SKEW, and then nothing is applied
    public int apply(List<Delta> deltas) {
        List<Entry> changed = catalogue.join(deltas);
        List<Entry> own = changed.stream()
                .filter(entry -> entry.key().cell().equals(catalogue.self()))
                .toList();
        if (!own.isEmpty()) {
            recovered.accept(own);
        }
        return changed.size();
    }
}
