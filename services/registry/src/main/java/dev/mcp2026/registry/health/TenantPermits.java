package dev.mcp2026.registry.health;

import dev.mcp2026.kernel.id.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Permits that tenants share: none holds more than its share, and those who wait are served tenant by tenant, so
/// that one whose probes hang mostly waits for itself. Thread-safe.
final class TenantPermits {
    private final long share;
    private final Map<TenantId, Holding> holdings = new HashMap<>();
    /// Those who wait and may have one more, each once.
    private final Deque<TenantId> turns = new ArrayDeque<>();
    private long free;
    private int waiting;

    /// What one tenant has and waits for; forgotten when that is nothing.
    private static final class Holding {
        final Deque<CountDownLatch> waiters = new ArrayDeque<>();
        long held;
        boolean queued;
    }

    /// @param permits in all
    /// @param share of them that one tenant may hold at most
    TenantPermits(long permits, long share) {
        this.free = permits;
        this.share = share;
    }

    /// Waits for a permit.
    void acquire(TenantId tenant) throws InterruptedException {
        CountDownLatch mine = new CountDownLatch(1);
        synchronized (this) {
            Holding holding = holdings.computeIfAbsent(tenant, _ -> new Holding());
            holding.waiters.add(mine);
            waiting++;
            queue(tenant, holding);
            admit();
        }
        try {
            mine.await();
        } catch (InterruptedException e) {
            withdraw(tenant, mine);
            throw e;
        }
    }

    synchronized void release(TenantId tenant) {
        Holding holding = holdings.get(tenant);
        if (holding == null || holding.held == 0) {
            throw new IllegalStateException("released a permit that " + tenant + " does not hold");
        }
        holding.held--;
        free++;
        queue(tenant, holding);
        admit();
        forget(tenant, holding);
    }

    synchronized int waiting() {
        return waiting;
    }

    private synchronized void withdraw(TenantId tenant, CountDownLatch mine) {
        Holding holding = holdings.get(tenant);
        if (holding == null || !holding.waiters.remove(mine)) {
            release(tenant); // it came just then
            return;
        }
        waiting--;
        forget(tenant, holding);
    }

    private void queue(TenantId tenant, Holding holding) {
        if (!holding.queued && holding.held < share && !holding.waiters.isEmpty()) {
            holding.queued = true;
            turns.addLast(tenant);
        }
    }

    private void admit() {
        while (free > 0 && !turns.isEmpty()) {
            TenantId tenant = turns.removeFirst();
            Holding holding = holdings.get(tenant);
            if (holding == null) {
                continue; // withdrew
            }
            holding.queued = false;
            CountDownLatch waiter = holding.waiters.pollFirst();
            if (waiter != null) {
                waiting--;
                free--;
                holding.held++;
                waiter.countDown();
                queue(tenant, holding);
            } else {
                forget(tenant, holding);
            }
        }
    }

    private void forget(TenantId tenant, Holding holding) {
        if (holding.held == 0 && holding.waiters.isEmpty() && !holding.queued) {
            holdings.remove(tenant);
        }
    }
}
