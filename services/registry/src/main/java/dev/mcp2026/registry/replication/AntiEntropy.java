package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Digest;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The safety net under the delta streams: compares digests with a peer, fetches what differs, and
/// drops what the owner
/// itself no longer has.
public final class AntiEntropy {
    /// So many may always go: a share of a small cell is less than one record.
    private static final int SWEEP_ALWAYS = 16;

    private final Catalogue catalogue;
    private final DeltaSink sink;
    private final double sweepMaxShare;

    public AntiEntropy(Catalogue catalogue, DeltaSink sink, double sweepMaxShare) {
        this.catalogue = catalogue;
        this.sink = sink;
        this.sweepMaxShare = sweepMaxShare;
    }

    /// What one round did.
    ///
    /// @param differing buckets that were unequal
    /// @param repaired entries that changed here
    /// @param swept entries dropped because their owner does not have them
    /// @param held entries that would have been swept, had there not been too many
    public record Round(int differing, int repaired, int swept, int held) {}

    /// One round with `peer` about `origin`'s records. Blocks on the network.
    public Round run(CellId peer, CellId origin, PeerTransport transport) {
        Set<Integer> differing = transport.compareDigest(origin, catalogue.digest(origin));
        if (differing.isEmpty()) {
            return new Round(0, 0, 0, 0);
        }
        List<InstanceKey> before = keysIn(origin, differing);
        List<Delta> theirs = transport.fetchBuckets(origin, differing);
        int repaired = sink.apply(theirs);
        if (!peer.equals(origin)) {
            return new Round(differing.size(), repaired, 0, 0);
        }
        Set<InstanceKey> owned = new HashSet<>();
        theirs.forEach(delta -> owned.add(delta.key()));
        // Only what was here before we asked: what came since by stream is newer than the answer.
        List<InstanceKey> gone =
                before.stream().filter(key -> !owned.contains(key)).toList();
        long held = catalogue.ofOrigin(origin).filter(entry -> !entry.deleted()).count();
        if (gone.size() > Math.max(SWEEP_ALWAYS, held * sweepMaxShare)) {
            return new Round(differing.size(), repaired, 0, gone.size());
        }
        catalogue.forget(gone);
        return new Round(differing.size(), repaired, gone.size(), 0);
    }

    private List<InstanceKey> keysIn(CellId origin, Set<Integer> buckets) {
        return catalogue
                .ofOrigin(origin)
                .filter(entry -> !entry.deleted())
                .map(Entry::key)
                .filter(key -> buckets.contains(Digest.bucket(key)))
                .toList();
    }
}
