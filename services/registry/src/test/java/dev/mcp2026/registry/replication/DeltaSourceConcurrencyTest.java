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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A registration and the verdict that follows it within microseconds, read by a subscription at the same time.
class DeltaSourceConcurrencyTest {
    /// Each instance is changed once, so that nothing later hides what was missed.
    private static final int INSTANCES = 60_000;

    private final Catalogue first = catalogue("c1");
    private final Catalogue second = catalogue("c2");

    private static Catalogue catalogue(String cell) {
        return new Catalogue(
                new CellId(cell),
                7,
                new HybridLogicalClock(InstantSource.system(), Duration.ofSeconds(10)),
                CatalogueLimits.defaults());
    }

    @Test
    void aSubscriberMissesNoChangeThatIsMadeWhileItReads() {
        Hello hello = new Hello(new CellId("c2"), "test", Cursor.START, Set.of());
        DeltaSource source = new DeltaSource(first, hello, Map::of);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write);
        long cursor = source.start();
        while (!writer.isDone() || cursor != first.revision()) {
            Changes changes = first.changesAfter(cursor, 256);
            second.join(source.batch(changes).deltas());
            cursor = changes.revision();
        }
        writer.join();
        Map<String, List<Object>> theirs = ports(second);
        Map<String, List<Object>> missed = ports(first);
        assertThat(missed).hasSize(INSTANCES);
        missed.entrySet().removeIf(entry -> entry.getValue().equals(theirs.get(entry.getKey())));
        assertThat(missed).isEmpty();
    }

    private void write() {
        for (int i = 0; i < INSTANCES; i++) {
            InstanceKey key = first.register(Samples.leased("web", "web-" + i, 1 + i), null)
                    .entry()
                    .key();
            first.judge(key, Samples.verdict(i % 2 == 0 ? HealthState.UP : HealthState.DOWN, "change " + i));
        }
    }

    private static Map<String, List<Object>> ports(Catalogue catalogue) {
        return catalogue
                .ofOrigin(new CellId("c1"))
                .collect(Collectors.toMap(
                        entry -> entry.key().instance().value(),
                        entry -> List.of(endpointPort(entry), entry.verdict().reason())));
    }

    private static int endpointPort(Entry entry) {
        return java.util.Objects.requireNonNull(entry.registration())
                .endpoints()
                .getFirst()
                .port();
    }
}
