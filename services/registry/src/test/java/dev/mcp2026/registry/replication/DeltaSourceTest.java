package dev.mcp2026.registry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Changes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.health.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaSourceTest {
    private static final int INSTANCES = 1000;
    private static final int BATCH = 100;
    private static final CellId C1 = new CellId("c1");

    private final Catalogue first = catalogue("c1");
    private final Catalogue second = catalogue("c2");

    private static Catalogue catalogue(String cell) {
        return new Catalogue(
                new CellId(cell),
                cell.hashCode(),
                new HybridLogicalClock(InstantSource.system(), Duration.ofSeconds(10)),
                CatalogueLimits.defaults());
    }

    private static Hello fromNothing(String cell) {
        return new Hello(new CellId(cell), "test", Cursor.START, Set.of());
    }

    private static void fill(Catalogue catalogue) {
        for (int i = 0; i < INSTANCES; i++) {
            catalogue.register(Samples.leased("web", "web-" + i, 1 + i), null);
        }
    }

    /// Reads all there is; after the first batch something happens.
    private static void read(Catalogue from, DeltaSource source, Catalogue to, Runnable afterFirstBatch) {
        long cursor = source.start();
        boolean more = true;
        for (int batch = 0; more; batch++) {
            Changes changes = from.changesAfter(cursor, BATCH);
            to.join(source.batch(changes).deltas());
            cursor = changes.revision();
            more = changes.more();
            if (batch == 0) {
                afterFirstBatch.run();
            }
        }
    }

    private static long live(Catalogue catalogue, CellId origin) {
        return catalogue.ofOrigin(origin).filter(entry -> !entry.deleted()).count();
    }

    /// What is judged before it is read moves to a place whose cursor lies past its registration.
    @Test
    void aReaderThatIsBehindGetsTheRegistrationsOfWhatMovesAheadOfIt() {
        fill(first);
        List<InstanceKey> keys = first.ofOrigin(C1).map(Entry::key).toList();
        DeltaSource source = new DeltaSource(first, fromNothing("c2"), Map::of);
        read(
                first,
                source,
                second,
                () -> keys.forEach(key -> first.judge(key, Samples.verdict(HealthState.UP, "checked"))));
        assertThat(live(second, C1)).isEqualTo(INSTANCES);
        assertThat(second.digest(C1)).isEqualTo(first.digest(C1));
    }

    /// A peer marks the records of an owner that went away as stale, and as fresh when it is back: each moves.
    @Test
    void anOwnerThatLostItsMemoryGetsAllOfItsRecordsBackFromAPeerThatTouchesThem() {
        fill(first);
        read(first, new DeltaSource(first, fromNothing("c2"), Map::of), second, () -> {});
        second.markStale(C1, Instant.now());
        Catalogue reborn = catalogue("c1");
        read(second, new DeltaSource(second, fromNothing("c1"), Map::of), reborn, () -> second.markStale(C1, null));
        assertThat(live(reborn, C1)).isEqualTo(INSTANCES);
    }

    @Test
    void onceCaughtUpASubscriberGetsWhatChangedAlone() {
        fill(first);
        DeltaSource source = new DeltaSource(first, fromNothing("c2"), Map::of);
        read(first, source, second, () -> {});
        InstanceKey key = first.ofOrigin(C1).findFirst().orElseThrow().key();
        long cursor = first.revision();
        first.judge(key, Samples.verdict(HealthState.DOWN, "refused"));
        assertThat(source.batch(first.changesAfter(cursor, BATCH)).deltas())
                .singleElement()
                .satisfies(delta -> assertThat(delta.carriesRegistration()).isFalse());
    }
}
