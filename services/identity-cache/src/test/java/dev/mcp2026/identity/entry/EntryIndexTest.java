package dev.mcp2026.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.trust.SpiffeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryIndexTest {
    private static final List<TenantId> TENANTS = List.of(new TenantId("bank"), new TenantId("shop"));

    private final EntryIndex index = new EntryIndex();

    static LongStream seeds() {
        return Seeds.fixed(50);
    }

    /// The same as a list of all entries that is gone through each time.
    @ParameterizedTest
    @MethodSource("seeds")
    void findsWhatGoingThroughAllOfThemFinds(long seed) {
        Random random = new Random(seed);
        TreeMap<EntryName, Entry> naive = new TreeMap<>();
        for (int step = 0; step < 400; step++) {
            Entry entry = entry(random);
            if (random.nextInt(4) == 0) {
                assertThat(index.remove(entry.key())).isEqualTo(Optional.ofNullable(naive.remove(entry.key())));
            } else {
                assertThat(index.put(entry)).isEqualTo(Optional.ofNullable(naive.put(entry.key(), entry)));
            }
            Set<Selector> caller = selectors(random, random.nextInt(7));
            assertThat(index.matching(caller))
                    .as("seed %d step %d caller %s", seed, step, caller)
                    .isEqualTo(naive.values().stream()
                            .filter(one -> caller.containsAll(one.selectors()))
                            .toList());
            assertThat(index.get(entry.key())).isEqualTo(Optional.ofNullable(naive.get(entry.key())));
            assertThat(index.size()).isEqualTo(naive.size());
        }
        assertThat(pages(1 + random.nextInt(5))).isEqualTo(List.copyOf(naive.values()));
    }

    /// The first is what a workload takes that does not choose.
    @Test
    void noTenantsEntryTakesAPlatformServicesPlace() {
        Entry registry = new Entry(
                new EntryName(Entry.PLATFORM, "registry"),
                SpiffeId.of(TestCache.DOMAIN, "cell", "cell1", "registry"),
                Set.of(Selector.parse("unix:uid:0")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                true,
                Instant.EPOCH);
        Entry intruder = TestCache.entry(new TenantId("aaa"), "a", "unix:uid:0");
        index.put(intruder);
        index.put(registry);
        assertThat(index.matching(Set.of(Selector.parse("unix:uid:0")))).containsExactly(registry, intruder);
    }

    private List<Entry> pages(int size) {
        List<Entry> all = new ArrayList<>();
        List<Entry> page = index.page(Optional.empty(), any -> true, size);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = index.page(Optional.of(page.getLast().key()), any -> true, size);
        }
        return all;
    }

    private static Entry entry(Random random) {
        TenantId tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        return TestCache.entry(
                tenant,
                "e" + random.nextInt(20),
                selectors(random, 1 + random.nextInt(4)).stream()
                        .map(Selector::toString)
                        .toArray(String[]::new));
    }

    private static Set<Selector> selectors(Random random, int count) {
        Set<Selector> some = new HashSet<>();
        for (int i = 0; i < count; i++) {
            some.add(new Selector("unix", "uid:" + random.nextInt(6)));
        }
        return some;
    }

    @Test
    void givesNothingToACallerWhoLacksOneSelector() {
        index.put(TestCache.entry(TestCache.SHOP, "web", "unix:uid:1", "unix:gid:2"));
        assertThat(index.matching(Set.of(new Selector("unix", "uid:1")))).isEmpty();
        assertThat(index.matching(Set.of())).isEmpty();
        assertThat(index.matching(Set.of(new Selector("unix", "uid:1"), new Selector("unix", "gid:2"))))
                .hasSize(1);
    }

    @Test
    void keepsSameNamesOfTwoTenantsApart() {
        Entry shops = TestCache.entry(TENANTS.get(1), "web", "unix:uid:1");
        Entry banks = TestCache.entry(TENANTS.get(0), "web", "unix:uid:2");
        index.put(shops);
        index.put(banks);
        assertThat(index.matching(Set.of(new Selector("unix", "uid:1")))).containsExactly(shops);
        index.remove(shops.key());
        assertThat(index.matching(Set.of(new Selector("unix", "uid:2")))).containsExactly(banks);
    }
}
