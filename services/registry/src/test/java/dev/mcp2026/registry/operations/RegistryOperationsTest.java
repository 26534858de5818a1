package dev.mcp2026.registry.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.health.HealthRules;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import dev.mcp2026.servicekit.idempotency.IdempotencyKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is durable, what is in the catalogue and what is followed must be of one mind, whatever was refused or raced.
class RegistryOperationsTest {
    private static final CellId SELF = new CellId("c1");

    private final FakeStore declared = new FakeStore();
    private final FollowedInstances tracking = new FollowedInstances();
    private final Catalogue catalogue =
            new Catalogue(SELF, 7, new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)), limits());
    private final HealthMonitor health = new HealthMonitor(
            SELF,
            InstantSource.system(),
            System::nanoTime,
            new Random(1),
            HealthRules.defaults(),
            ProbeLimits.defaults(),
            (_, _) -> {});
    private final RegistryOperations operations = new RegistryOperations(
            new Anyone(),
            catalogue,
            tracking,
            declared,
            new IdempotencyKeys(100, Duration.ofMinutes(1)),
            new InstanceLocks(),
            new Explanations(catalogue, health, InstantSource.system()));

    private static CatalogueLimits limits() {
        CatalogueLimits d = CatalogueLimits.defaults();
        return new CatalogueLimits(
                new Limit("mcp.registry.limits.instances", 2, "instances"),
                d.tenantInstances(),
                d.endpoints(),
                new Limit("mcp.registry.limits.labels", 2, "labels"),
                d.labelChars(),
                d.checks(),
                d.registrationBytes(),
                d.tombstones(),
                d.tombstoneTtl());
    }

    @AfterEach
    void close() {
        health.close();
    }

    private static final class FakeStore implements DeclaredInstances {
        final Set<InstanceKey> present = ConcurrentHashMap.newKeySet();
        final Set<InstanceKey> removed = ConcurrentHashMap.newKeySet();
        volatile Runnable whenSaved = () -> {};

        @Override
        public void save(Registration registration) {
            present.add(key(registration));
            removed.remove(key(registration));
            Runnable then = whenSaved;
            whenSaved = () -> {};
            then.run();
        }

        @Override
        public void remove(InstanceKey key) {
            present.remove(key);
            removed.add(key);
        }

        @Override
        public Contents load() {
            return new Contents(List.of(), Map.of());
        }

        @Override
        public boolean holds(InstanceKey key) {
            return present.contains(key);
        }

        @Override
        public void requireLoaded() {}

        @Override
        public void forgetRemovals(Instant deadline, long max) {}
    }

    private static final class Anyone implements Access {
        @Override
        public void require(Right right, @Nullable TenantId tenant) {}

        @Override
        public @Nullable TenantId tenant() {
            return null;
        }

        @Override
        public @Nullable CellId cell() {
            return null;
        }

        @Override
        public String principal() {
            return "test";
        }
    }

    private static InstanceKey key(Registration registration) {
        return new InstanceKey(SELF, registration.tenant(), registration.service(), registration.instance());
    }

    private void deregister(Registration registration) {
        operations.deregister(registration.tenant(), registration.service(), registration.instance(), "");
    }

    private boolean live(InstanceKey key) {
        Entry entry = catalogue.get(key);
        return entry != null && !entry.deleted();
    }

    @Test
    void nothingOfARefusedRegistrationIsKept() {
        Registration tooManyLabels = Samples.declared("web", "web-1", 80, Map.of("a", "1", "b", "2", "c", "3"));
        assertThatThrownBy(() -> operations.register(tooManyLabels, ""))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.registry.limits.labels");
        operations.register(Samples.declared("web", "web-1", 80), "");
        operations.register(Samples.declared("web", "web-2", 80), "");
        Registration third = Samples.declared("web", "web-3", 80);
        assertThatThrownBy(() -> operations.register(third, "")).hasMessageContaining("mcp.registry.limits.instances");
        assertThat(declared.present).hasSize(2).doesNotContain(key(third));
        assertThat(tracking.followed).hasSize(2);
    }

    /// Two at once may both find room for one.
    @Test
    void whatIsRefusedAfterItWasSavedIsTakenBack() {
        operations.register(Samples.declared("web", "web-1", 80), "");
        Registration second = Samples.declared("web", "web-2", 80);
        declared.whenSaved = () -> catalogue.register(Samples.leased("web", "fast", 80), null);
        assertThatThrownBy(() -> operations.register(second, "")).hasMessageContaining("mcp.registry.limits.instances");
        assertThat(declared.present).doesNotContain(key(second));
    }

    @Test
    void anInstanceThatTakesALeaseIsNoLongerDurable() {
        Registration web = Samples.declared("web", "web-1", 80);
        operations.register(web, "");
        operations.register(Samples.leased("web", "web-1", 80), "");
        assertThat(declared.present).isEmpty();
        assertThat(declared.removed).containsExactly(key(web));
        deregister(web);
        assertThat(live(key(web))).isFalse();
        assertThat(declared.present).isEmpty();
    }

    @Test
    void whatMustWaitIsNotDoneAtOnce() {
        assertThat(operations.registerAtOnce(Samples.declared("web", "web-1", 80), ""))
                .isEmpty();
        assertThat(declared.present).isEmpty();
        assertThat(operations.registerAtOnce(Samples.leased("web", "web-1", 80), "key"))
                .isEmpty();
        assertThat(catalogue.get(key(Samples.leased("web", "web-1", 80)))).isNull();
        assertThat(operations.registerAtOnce(Samples.leased("web", "web-1", 80), ""))
                .isPresent();
    }

    @Test
    void concurrentChangesOfOneInstanceLeaveStoreCatalogueAndTrackingOfOneMind() throws InterruptedException {
        Registration web = Samples.declared("web", "web-1", 80);
        Registration leased = Samples.leased("web", "web-1", 80);
        for (int round = 0; round < 300; round++) {
            List<Thread> threads = new ArrayList<>();
            threads.add(Thread.ofVirtual().start(() -> operations.register(web, "")));
            threads.add(Thread.ofVirtual().start(() -> deregister(web)));
            threads.add(Thread.ofVirtual().start(() -> operations.register(leased, "")));
            for (Thread thread : threads) {
                thread.join();
            }
            Entry entry = catalogue.get(key(web));
            Registration now = entry == null ? null : entry.registration();
            boolean durable = now != null && now.lease() == null;
            assertThat(declared.present.contains(key(web)))
                    .as("round %d", round)
                    .isEqualTo(durable);
            assertThat(tracking.followed.contains(key(web)))
                    .as("round %d", round)
                    .isEqualTo(now != null);
        }
    }

    @Test
    void aRemovalOfAnEarlierLifeOutlivesWhatAPeerStillHas() {
        Registration web = Samples.declared("web", "web-1", 80);
        HlcTimestamp registered = HlcTimestamp.of(System.currentTimeMillis() - 2000, 0);
        HlcTimestamp removed = HlcTimestamp.of(System.currentTimeMillis() - 1000, 0);
        catalogue.restoreRemoval(key(web), removed);
        catalogue.join(List.of(
                new dev.mcp2026.registry.catalogue.Delta(key(web), registered, false, web, HlcTimestamp.ZERO, null)));
        assertThat(live(key(web))).isFalse();
    }
}
