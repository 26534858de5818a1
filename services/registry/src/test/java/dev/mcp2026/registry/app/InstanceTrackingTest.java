package dev.mcp2026.registry.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.health.HealthRules;
import dev.mcp2026.registry.health.lease.LeaseRules;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import dev.mcp2026.registry.operations.InstanceLocks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceTrackingTest {
    private static final CellId SELF = new CellId("c1");
    private static final Registration WEB = Samples.leased("web", "web-1", 80);
    private static final InstanceKey KEY = new InstanceKey(SELF, WEB.tenant(), WEB.service(), WEB.instance());

    private long nanos;
    private final Catalogue catalogue = new Catalogue(
            SELF,
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());
    private final HealthMonitor health = new HealthMonitor(
            SELF,
            InstantSource.system(),
            System::nanoTime,
            new Random(1),
            HealthRules.defaults(),
            ProbeLimits.defaults(),
            (_, _) -> {});
    private final InstanceLocks locks = new InstanceLocks();
    private final InstanceTracking tracking =
            new InstanceTracking(catalogue, health, LeaseRules.defaults(), locks, () -> nanos);

    @AfterEach
    void close() {
        health.close();
    }

    private void register(Registration registration) {
        Entry entry = catalogue.register(registration, null).entry();
        tracking.registered(entry, registration);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        tracking.tick();
    }

    private boolean live() {
        Entry entry = catalogue.get(KEY);
        return entry != null && !entry.deleted();
    }

    @Test
    void anInstanceThatIsNotRenewedIsDroppedAfterItsGrace() {
        register(WEB);
        pass(Duration.ofSeconds(31));
        assertThat(live()).isTrue();
        pass(Duration.ofSeconds(11));
        assertThat(live()).isFalse();
        assertThat(tracking.renewed(KEY, 1)).isEmpty();
    }

    /// Its lease was found to be over, and before that is carried out its client registers again.
    @Test
    void anInstanceThatRegistersAgainWhileItIsAboutToBeDroppedStays() throws InterruptedException {
        register(WEB);
        pass(Duration.ofSeconds(31));
        holdAndExpire();
        tracking.tick();
        assertThat(live()).isTrue();
        assertThat(tracking.renewed(KEY, 1)).isPresent();
    }

    private void holdAndExpire() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch found = new CountDownLatch(1);
        Thread client = Thread.ofVirtual()
                .start(() -> locks.run(KEY, () -> {
                    held.countDown();
                    await(found);
                    register(WEB);
                    return true;
                }));
        held.await();
        pass(Duration.ofSeconds(11));
        assertThat(live()).as("its client is at work on it").isTrue();
        found.countDown();
        client.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInstanceThatBecameDeclaredIsNotDroppedForItsFormerLease() {
        register(WEB);
        pass(Duration.ofSeconds(31));
        register(Samples.declared("web", "web-1", 80));
        pass(Duration.ofSeconds(11));
        assertThat(live()).isTrue();
    }
}
