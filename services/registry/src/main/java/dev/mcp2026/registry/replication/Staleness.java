package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.id.CellId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which owners can't be heard, pure: an owner is fresh if we hear it, or if some live peer hears it itself. A peer
/// that only heard of it from another does not count: two cells would vouch for each other for ever.
final class Staleness {
    private Staleness() {}

    /// One peer as seen from here.
    ///
    /// @param unheard owners that the peer says it can't hear itself
    record Peer(CellId cell, boolean live, @Nullable Instant lastHeard, Map<CellId, Instant> unheard) {}

    /// @param known owners of records that we hold, without ourselves
    /// @param now used where an owner was never heard
    /// @return the silent ones, and since when
    static Map<CellId, Instant> silent(Collection<CellId> known, Collection<Peer> peers, Instant now) {
        Map<CellId, Instant> silent = new HashMap<>();
        for (CellId owner : known) {
            Instant lastHeard = null;
            boolean fresh = false;
            for (Peer peer : peers) {
                if (peer.cell().equals(owner)) {
                    fresh |= peer.live();
                    lastHeard = peer.lastHeard();
                } else {
                    fresh |= peer.live() && !peer.unheard().containsKey(owner) && relays(peer);
                }
            }
            if (!fresh) {
                silent.put(owner, lastHeard == null ? now : lastHeard);
            }
        }
        return silent;
    }

    /// A peer counts as relay for whatever it does not report as silent; one that was never heard
    /// relays nothing.
    private static boolean relays(Peer peer) {
        return peer.lastHeard() != null;
    }

    /// What we tell our peers: the owners that we do not hear ourselves.
    ///
    /// @param stale since when the records of some are
    static Map<CellId, Instant> unheard(
            Collection<CellId> known, Collection<Peer> peers, Map<CellId, Instant> stale, Instant now) {
        Set<CellId> live = live(peers);
        Map<CellId, Instant> unheard = new HashMap<>();
        for (CellId owner : known) {
            if (!live.contains(owner)) {
                unheard.put(owner, stale.getOrDefault(owner, now));
            }
        }
        return unheard;
    }

    static Set<CellId> live(Collection<Peer> peers) {
        return peers.stream()
                .filter(Peer::live)
                .map(Peer::cell)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }
}
