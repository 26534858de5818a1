package dev.mcp2026.registry.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.id.TenantId;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TenantPermitsTest {
    private static final TenantId HOSTILE = new TenantId("hostile");
    private static final TenantId ACME = new TenantId("acme");

    private final BlockingQueue<TenantId> served = new LinkedBlockingQueue<>();

    private static void awaitWaiting(TenantPermits permits, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (permits.waiting() != count) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Thread waiter(TenantPermits permits, TenantId tenant) {
        return Thread.ofVirtual().start(() -> {
            try {
                permits.acquire(tenant);
                served.add(tenant);
            } catch (InterruptedException e) {
                // withdrew
            }
        });
    }

    @Test
    void noTenantHoldsMoreThanItsShare() throws Exception {
        TenantPermits permits = new TenantPermits(4, 2);
        permits.acquire(HOSTILE);
        permits.acquire(HOSTILE);
        waiter(permits, HOSTILE);
        awaitWaiting(permits, 1);
        permits.acquire(ACME);
        permits.acquire(ACME);
        permits.release(ACME);
        assertThat(permits.waiting()).isEqualTo(1);
        permits.release(HOSTILE);
        assertThat(served.poll(20, TimeUnit.SECONDS)).isEqualTo(HOSTILE);
    }

    @Test
    void thoseWhoWaitAreServedTenantByTenant() throws Exception {
        TenantPermits permits = new TenantPermits(1, 1000);
        permits.acquire(HOSTILE);
        for (int i = 1; i <= 600; i++) {
            waiter(permits, HOSTILE);
        }
        awaitWaiting(permits, 600);
        waiter(permits, ACME);
        awaitWaiting(permits, 601);
        permits.release(HOSTILE);
        assertThat(served.poll(20, TimeUnit.SECONDS)).isEqualTo(HOSTILE);
        permits.release(HOSTILE);
        assertThat(served.poll(20, TimeUnit.SECONDS)).isEqualTo(ACME);
    }

    @Test
    void aWaiterThatIsInterruptedTakesNothing() throws Exception {
        TenantPermits permits = new TenantPermits(1, 1);
        permits.acquire(ACME);
        Thread waiter = waiter(permits, ACME);
        awaitWaiting(permits, 1);
        waiter.interrupt();
        waiter.join();
        assertThat(permits.waiting()).isZero();
        permits.release(ACME);
        permits.acquire(ACME);
        permits.release(ACME);
        assertThatThrownBy(() -> permits.release(ACME)).isInstanceOf(IllegalStateException.class);
    }
}
