package dev.mcp2026.identity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.bundle.Bundles;
import dev.mcp2026.identity.entry.EntryIndex;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.testkit.await.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One caller with many identities, which are renewed one by one: an update has all of them, so the number of updates
/// must not grow with the number of identities.
class ManyIdentitiesTest {
    private static final int MANY = 200;
    private static final int QUIET_LOOKS = 50;
    private static final Limit LIMIT = new Limit("test", 1000, "");

    @TempDir
    Path directory;

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicReference<WorkloadUpdate> last = new AtomicReference<>();
    private int seen;
    private int looks;
    private TestCache cache;
    private WorkloadHub hub;

    @BeforeEach
    void start() {
        cache = TestCache.start(directory, TestCache.Options.usual());
        EntryIndex index = new EntryIndex();
        for (int i = 0; i < MANY; i++) {
            index.put(TestCache.entry(TestCache.SHOP, "e" + i, "unix:uid:4711"));
        }
        Bundles counting = new Bundles() {
            @Override
            public TrustBundle own() {
                made.incrementAndGet();
                return cache.bundles.own();
            }

            @Override
            public Map<String, TrustBundle> federated() {
                return Map.of();
            }
        };
        hub = new WorkloadHub(
                index, cache.svids, counting, new HubSettings(Duration.ofMinutes(5), LIMIT, LIMIT, LIMIT));
        cache.svids.listen(hub::renewed);
    }

    @AfterEach
    void stop() {
        hub.close();
        cache.close();
    }

    @Test
    void isToldOfManyRenewalsAtOnce() {
        Caller caller = new Caller(1, 4711, 4711, Set.of(Selector.parse("unix:uid:4711")));
        try (Workloads.Subscription open = hub.subscribe(caller, last::set)) {
            Await.until("its SVIDs", TestCache.PATIENCE, () -> last.get() != null);
            hub.settle();
            WorkloadUpdate before = last.get();
            assertThat(before.svids()).hasSize(MANY);
            made.set(0);
            assertThat(cache.svids.renew(any -> true)).isEqualTo(MANY);
            Await.until("all of them renewed", TestCache.PATIENCE, () -> renewed(before, last.get()) == MANY);
            Await.until("no more updates", TestCache.PATIENCE, this::isQuiet);
            assertThat(made).as("updates made").hasValueLessThan(MANY / 4);
        }
    }

    private boolean isQuiet() {
        looks = made.get() == seen ? looks + 1 : 0;
        seen = made.get();
        return looks > QUIET_LOOKS;
    }

    private static long renewed(WorkloadUpdate before, WorkloadUpdate after) {
        long count = 0;
        for (int i = 0; i < MANY; i++) {
            if (before.svids().get(i).svid().key()
                    != after.svids().get(i).svid().key()) {
                count++;
            }
        }
        return count;
    }
}
