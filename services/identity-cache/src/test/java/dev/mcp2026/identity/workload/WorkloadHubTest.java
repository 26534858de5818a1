package dev.mcp2026.identity.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.bundle.Bundles;
import dev.mcp2026.identity.cache.CacheEvents;
import dev.mcp2026.identity.cache.L1Settings;
import dev.mcp2026.identity.cache.ScriptedAuthority;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.cache.Sweep;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryCodec;
import dev.mcp2026.identity.entry.EntryIndex;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.trust.SpiffeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadHubTest {
    private static final List<TenantId> TENANTS = List.of(new TenantId("bank"), new TenantId("shop"));
    private static final Duration RETRY_MAX = Duration.ofSeconds(1);
    private static final int NAMES = 5;
    private static final int TRAITS = 3;
    private static final int STEPS = 150;

    private final FakeClock clock = new FakeClock();
    private final ScriptedAuthority authority = new ScriptedAuthority(clock);
    private final EntryIndex index = new EntryIndex();
    private final SvidCache svids = new SvidCache(
            authority,
            new L1Settings(
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    RETRY_MAX,
                    new Limit("svids", 1000, "SVIDs"),
                    new Limit("issues", 8, "issues")),
            clock,
            new Random(1),
            CacheEvents.none());
    private final Known bundles = new Known();
    private final WorkloadHub hub = new WorkloadHub(
            index,
            svids,
            bundles,
            new HubSettings(
                    Duration.ofMinutes(5),
                    new Limit("callers", 20, "callers"),
                    new Limit("subscriptions", 50, "subscriptions"),
                    new Limit("per-caller", 10, "subscriptions")));
    private final List<Subscribed> open = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    WorkloadHubTest() {
        svids.listen(hub::renewed);
    }

    @AfterEach
    void close() {
        hub.close();
        svids.close();
    }

    private static final class Known implements Bundles {
        private final AtomicLong sequence = new AtomicLong(1);
        private final Map<String, TrustBundle> federated = new ConcurrentHashMap<>();

        @Override
        public TrustBundle own() {
            return bundle(TestCache.DOMAIN, sequence.get());
        }

        @Override
        public Map<String, TrustBundle> federated() {
            return Map.copyOf(federated);
        }

        static TrustBundle bundle(String name, long sequence) {
            return new TrustBundle(name, List.of(), Map.of(), sequence, Duration.ofMinutes(5));
        }
    }

    /// A subscriber and what it was told last.
    private final class Subscribed implements Consumer<WorkloadUpdate> {
        final Caller caller;
        volatile @Nullable WorkloadUpdate last;
        Workloads.@Nullable Subscription subscription;

        Subscribed(Set<Selector> selectors) {
            caller = new Caller(1, 1, 1, selectors);
            subscription = hub.subscribe(caller, this);
            open.add(this);
        }

        @Override
        public void accept(WorkloadUpdate update) {
            for (WorkloadSvid one : update.svids()) {
                if (!caller.selectors().containsAll(one.entry().selectors())) {
                    violations.add(caller + " was given " + one.entry());
                }
                if (!one.svid().id().equals(one.entry().id())) {
                    violations.add(
                            one.entry() + " has the SVID of " + one.svid().id());
                }
                String tenant = one.entry().tenant().value();
                if (!caller.selectors().contains(new Selector("unix", "tenant:" + tenant))) {
                    violations.add(caller + " was given one of tenant " + tenant);
                }
            }
            last = update;
        }

        boolean has(int svids) {
            WorkloadUpdate now = last;
            return now != null && now.svids().size() == svids;
        }

        void leave() {
            open.remove(this);
            java.util.Objects.requireNonNull(subscription).close();
        }
    }

    private static Set<Selector> selectors(String... texts) {
        return EntryCodec.selectors(List.of(texts));
    }

    private static Set<Selector> some(Random random, TenantId tenant, int least) {
        Set<Selector> some = new HashSet<>();
        some.add(new Selector("unix", "tenant:" + tenant));
        for (int i = least; i < TRAITS; i++) {
            if (random.nextBoolean()) {
                some.add(new Selector("unix", "trait:" + i));
            }
        }
        return some;
    }

    private static Entry entry(Random random) {
        TenantId tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        String name = "e" + random.nextInt(NAMES);
        return new Entry(
                new EntryName(tenant, name),
                SpiffeId.of(TestCache.DOMAIN, "tenant", tenant.value(), "workload", name + random.nextInt(2)),
                some(random, tenant, 0),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                random.nextBoolean() ? List.of("other.example") : List.of(),
                false,
                Instant.EPOCH);
    }

    private void put(Entry entry) {
        Optional<Entry> before = index.put(entry);
        if (!before.equals(Optional.of(entry))) {
            hub.entryChanged(before, Optional.of(entry));
        }
    }

    private void delete(EntryName name) {
        Optional<Entry> before = index.remove(name);
        if (before.isPresent()) {
            hub.entryChanged(before, Optional.empty());
        }
    }

    static LongStream seeds() {
        return Seeds.fixed(15);
    }

    /// Entries, SVIDs, bundles and the authority change while subscribers of two tenants come and go, each on a thread
    /// of its own as in the service; when all is quiet everyone was told last what there is.
    @ParameterizedTest
    @MethodSource("seeds")
    void tellsEveryoneOfAllThatIsTheirsAndOfNothingElse(long seed) throws InterruptedException {
        List<Thread> threads = List.of(
                repeated(new Random(seed), this::changeAnEntry),
                repeated(new Random(seed + 1000), this::comeOrGo),
                repeated(new Random(seed + 2000), this::comeOrGo),
                repeated(new Random(seed + 3000), this::renewOrChangeBundles),
                repeated(new Random(seed + 4000), random -> {
                    hub.settle();
                    Sweep.once(svids);
                }));
        for (Thread thread : threads) {
            thread.join();
        }
        authority.comeBack();
        assertThat(violations).isEmpty();
        Await.asserted("quiet, seed " + seed, TestCache.PATIENCE, () -> {
            clock.advance(Duration.ofMillis(1));
            hub.settle();
            Sweep.once(svids);
            for (Subscribed one : open) {
                assertThat(one.last).isNotNull();
                assertThat(told(one.last)).isEqualTo(expected(one.caller));
            }
        });
        assertThat(violations).isEmpty();
        assertThat(hub.subscriptions()).isEqualTo(open.size());
        List.copyOf(open).forEach(Subscribed::leave);
        hub.settle();
        assertThat(svids.cached(any -> true)).allMatch(one -> one.subscribers() == 0);
    }

    private static Thread repeated(Random random, Consumer<Random> step) {
        return Thread.ofVirtual().start(() -> {
            for (int i = 0; i < STEPS; i++) {
                step.accept(random);
                if (random.nextInt(4) == 0) {
                    Thread.yield();
                }
            }
        });
    }

    private void changeAnEntry(Random random) {
        if (random.nextInt(3) == 0) {
            delete(entry(random).key());
        } else {
            put(entry(random));
        }
    }

    private void comeOrGo(Random random) {
        if (random.nextInt(3) == 0 && !open.isEmpty()) {
            try {
                open.get(random.nextInt(open.size())).leave();
            } catch (IndexOutOfBoundsException goneMeanwhile) {
                // The other thread was faster.
            }
        } else if (open.size() < 20) {
            try {
                new Subscribed(some(random, TENANTS.get(random.nextInt(TENANTS.size())), 0));
            } catch (FaultException full) {
                assertThat(full.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED);
            }
        }
    }

    private void renewOrChangeBundles(Random random) {
        switch (random.nextInt(5)) {
            case 0 -> {
                bundles.sequence.incrementAndGet();
                hub.bundlesChanged();
            }
            case 1 -> {
                bundles.federated.compute(
                        "other.example",
                        (name, known) -> known == null ? Known.bundle(name, 1) : random.nextBoolean() ? null : known);
                hub.bundlesChanged();
            }
            case 2 -> authority.goAway();
            case 3 -> {
                authority.comeBack();
                clock.advance(RETRY_MAX);
            }
            default -> svids.renew(entry -> random.nextInt(3) == 0);
        }
    }

    /// Entries with their certificates, then bundles.
    private static List<Object> told(WorkloadUpdate update) {
        List<Object> all = new ArrayList<>();
        update.svids().forEach(one -> {
            all.add(one.entry());
            all.add(one.svid().leaf());
        });
        all.add(update.own());
        all.addAll(update.federated());
        update.failure().ifPresent(all::add);
        return all;
    }

    private List<Object> expected(Caller caller) {
        List<Entry> mine = index.matching(caller.selectors());
        List<Object> all = new ArrayList<>();
        for (Entry entry : mine) {
            all.add(entry);
            all.add(svids.cached(entry::equals).getFirst().issued().svid().leaf());
        }
        all.add(bundles.own());
        if (mine.stream().anyMatch(entry -> !entry.federatesWith().isEmpty())) {
            all.addAll(bundles.federated().values());
        }
        return all;
    }

    /// Who subscribes and who registers it at the same moment: one of both tells the subscriber.
    @Test
    void missesNoEntryThatComesWhileItsCallerSubscribes() throws Exception {
        TenantId shop = TENANTS.get(1);
        for (int i = 0; i < 1000; i++) {
            Entry entry = TestCache.entry(shop, "e" + i, "unix:tenant:shop", "unix:trait:" + i);
            CyclicBarrier together = new CyclicBarrier(2);
            Thread registering = Thread.ofPlatform().start(() -> {
                together(together);
                put(entry);
            });
            together(together);
            Subscribed subscribed = new Subscribed(selectors("unix:tenant:shop", "unix:trait:" + i));
            registering.join();
            Await.until(
                    "entry " + i,
                    TestCache.PATIENCE,
                    () -> subscribed.last != null && subscribed.last.svids().size() == 1);
            subscribed.leave();
            delete(entry.key());
        }
        assertThat(violations).isEmpty();
    }

    private static void together(CyclicBarrier all) {
        try {
            all.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsOfAnIdentityThatTheAuthorityWithdrew() {
        Entry entry = TestCache.entry(TENANTS.getFirst(), "web", "unix:uid:0");
        put(entry);
        Subscribed subscribed = new Subscribed(selectors("unix:uid:0"));
        Await.until("its SVID", TestCache.PATIENCE, () -> subscribed.has(1));
        hub.settle();
        authority.withdraw();
        svids.renew(any -> true);
        Await.until("it to be gone", TestCache.PATIENCE, () -> subscribed.has(0));
    }

    @Test
    void hasALimitOfSubscriptionsForCallersOfOneKindAndForAll() {
        for (int i = 0; i < 10; i++) {
            new Subscribed(selectors("unix:uid:0"));
        }
        limited(() -> new Subscribed(selectors("unix:uid:0")));
        for (int i = 10; i < 50; i++) {
            new Subscribed(selectors("unix:uid:" + i));
        }
        limited(() -> new Subscribed(selectors("unix:uid:9")));
        assertThat(hub.subscriptions()).isEqualTo(50);
        open.getFirst().leave();
        new Subscribed(selectors("unix:uid:9"));
        open.getLast().leave();
        new Subscribed(selectors("unix:uid:0"));
    }

    /// Whoever is refused has taken no place, and gives none back: also where another leaves at that moment.
    @Test
    void givesBackEachPlaceOnceAtItsLimit() throws Exception {
        for (int i = 0; i < 49; i++) {
            new Subscribed(selectors("unix:uid:" + i));
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Caller caller = new Caller(1, 1, 1, selectors("unix:uid:" + i));
            threads.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 20_000; round++) {
                    try {
                        hub.subscribe(caller, update -> {}).close();
                    } catch (FaultException limited) {
                        Thread.yield();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(hub.subscriptions()).isEqualTo(49);
    }

    private static void limited(Runnable subscribe) {
        assertThatThrownBy(subscribe::run)
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED));
    }

    @Test
    void keepsAndRenewsWhatSubscribersHaveAndNothingElse() {
        Entry web = TestCache.entry(TENANTS.get(1), "web", "unix:tenant:shop");
        Entry api = TestCache.entry(TENANTS.get(1), "api", "unix:tenant:shop", "unix:trait:0");
        put(web);
        put(api);
        Subscribed subscribed = new Subscribed(selectors("unix:tenant:shop"));
        Await.until("an update", TestCache.PATIENCE, () -> subscribed.last != null);
        svids.get(api).join();
        hub.settle();
        assertThat(svids.cached(any -> true).stream().filter(one -> one.subscribers() > 0))
                .extracting(SvidCache.Cached::entry)
                .containsExactly(web);
        WorkloadUpdate before = subscribed.last;
        clock.advance(ScriptedAuthority.LIFE.dividedBy(2));
        Sweep.once(svids);
        Await.until("the next", TestCache.PATIENCE, () -> subscribed.last != before);
    }

    @Test
    void saysWhyThereIsNoSvidWhileTheAuthorityIsAwayAndThenGivesIt() {
        authority.goAway();
        put(TestCache.entry(TENANTS.get(1), "web", "unix:tenant:shop"));
        Subscribed subscribed = new Subscribed(selectors("unix:tenant:shop"));
        Await.until("a word", TestCache.PATIENCE, () -> subscribed.last != null);
        assertThat(subscribed.last.svids()).isEmpty();
        assertThat(subscribed.last.failure()).isPresent();
        authority.comeBack();
        clock.advance(RETRY_MAX);
        hub.settle();
        Sweep.once(svids);
        Await.until("it", TestCache.PATIENCE, () -> subscribed.last.svids().size() == 1);
    }
}
