package dev.mcp2026.registry.replication;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Entry;
import java.util.List;
import java.util.function.Consumer;

/// The receiver's side: joins deltas, and hands over those of our own records that peers
/// remembered for us.
public final class DeltaSink {
    private final Catalogue catalogue;
    private final Consumer<Entry> recovered;

    /// @param recovered gets own entries that came back from a peer after this process lost them
    public DeltaSink(Catalogue catalogue, Consumer<Entry> recovered) {
        this.catalogue = catalogue;
        this.recovered = recovered;
    }

    /// @return how many entries changed
    /// @throws dev.mcp2026.kernel.error.FaultException CLOCK_SKEW, and then nothing is applied
    public int apply(List<Delta> deltas) {
        List<Entry> changed = catalogue.join(deltas);
        for (Entry entry : changed) {
            if (entry.key().cell().equals(catalogue.self()) && !entry.deleted()) {
                recovered.accept(entry);
            }
        }
        return changed.size();
    }
}
