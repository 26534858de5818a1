package dev.mcp2026.registry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StalenessTest {
    private static final CellId DEAD = new CellId("dead");
    private static final CellId OTHER = new CellId("other");
    private static final Instant HEARD = Instant.parse("2026-11-25T08:00:00Z");
    private static final Instant NOW = HEARD.plusSeconds(10);

    private static Staleness.Peer peer(CellId cell, boolean live, Map<CellId, Instant> unheard) {
        return new Staleness.Peer(cell, live, HEARD, unheard);
    }

    @Test
    void anOwnerThatAPeerHearsItselfIsFresh() {
        List<Staleness.Peer> peers = List.of(peer(DEAD, false, Map.of()), peer(OTHER, true, Map.of()));
        assertThat(Staleness.silent(List.of(DEAD, OTHER), peers, NOW)).isEmpty();
    }

    @Test
    void anOwnerThatNoPeerHearsItselfIsSilentSinceItWasLastHeard() {
        List<Staleness.Peer> peers = List.of(peer(DEAD, false, Map.of()), peer(OTHER, true, Map.of(DEAD, HEARD)));
        assertThat(Staleness.silent(List.of(DEAD, OTHER), peers, NOW)).containsExactly(Map.entry(DEAD, HEARD));
    }

    /// Else two cells that lost a third would vouch for each other.
    @Test
    void peersAreToldOfEachOwnerThatIsNotHeardHereThoughARelayKeepsItFresh() {
        List<Staleness.Peer> peers = List.of(peer(DEAD, false, Map.of()), peer(OTHER, true, Map.of()));
        assertThat(Staleness.unheard(List.of(DEAD, OTHER), peers, Map.of(), NOW))
                .containsExactly(Map.entry(DEAD, NOW));
    }
}
