package dev.mcp2026.registry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Digest;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.Samples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AntiEntropyTest {
    private static final CellId OWNER = new CellId("c2");

    private final Catalogue owner = catalogue("c2");
    private final Catalogue replica = catalogue("c1");
    private final AntiEntropy antiEntropy = new AntiEntropy(replica, new DeltaSink(replica, entries -> {}), 0.3);

    private static Catalogue catalogue(String cell) {
        return new Catalogue(
                new CellId(cell),
                7,
                new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
                CatalogueLimits.defaults());
    }

    /// The owner's catalogue asked directly.
    private final class Direct implements PeerTransport {
        @Override
        public Subscription subscribe(int path, Hello hello, Inbound inbound) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<Integer> compareDigest(CellId origin, long[] mine) {
            Set<Integer> differing = new TreeSet<>();
            long[] theirs = owner.digest(origin);
            for (int i = 0; i < mine.length; i++) {
                if (mine[i] != theirs[i]) {
                    differing.add(i);
                }
            }
            return differing;
        }

        @Override
        public List<Delta> fetchBuckets(CellId origin, Set<Integer> buckets) {
            return owner.ofOrigin(origin)
                    .filter(entry -> buckets.contains(Digest.bucket(entry.key())))
                    .map(Entry::whole)
                    .toList();
        }

        @Override
        public String address() {
            return "direct";
        }

        @Override
        public void close() {}
    }

    private void both(int from, int to) {
        for (int i = from; i < to; i++) {
            owner.register(Samples.leased("web", "web-" + i, 80), null);
        }
        replica.join(owner.ofOrigin(OWNER).map(Entry::whole).toList());
    }

    private void onlyReplica(int from, int to) {
        Catalogue former = catalogue("c2");
        for (int i = from; i < to; i++) {
            former.register(Samples.leased("web", "web-" + i, 80), null);
        }
        replica.join(former.ofOrigin(OWNER).map(Entry::whole).toList());
    }

    private long live() {
        return replica.ofOrigin(OWNER).filter(entry -> !entry.deleted()).count();
    }

    /// A share of three records is less than one, and yet a ghost has to go.
    @Test
    void aSmallCellsGhostIsSwept() {
        both(0, 2);
        onlyReplica(2, 3);
        assertThat(antiEntropy.run(OWNER, OWNER, new Direct()).swept()).isEqualTo(1);
        assertThat(live()).isEqualTo(2);
    }

    @Test
    void aLargeShareOfALargeCellIsHeld() {
        both(0, 100);
        onlyReplica(100, 180);
        AntiEntropy.Round round = antiEntropy.run(OWNER, OWNER, new Direct());
        assertThat(round.held()).isEqualTo(80);
        assertThat(live()).isEqualTo(180);
    }
}
