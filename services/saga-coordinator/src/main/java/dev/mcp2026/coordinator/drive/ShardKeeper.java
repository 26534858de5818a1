package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.store.Lease;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps this coordinator's share of the shards: as many as are its due among the coordinators that are there. Its
/// lease
/// is renewed three times within its life; when it was not, it lets go of all before another can have them.
public final class ShardKeeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ShardKeeper.class);
    private static final int ROUNDS = 3;

    private final Store store;
    private final Shards shards;
    private final Driver driver;
    private final Tasks tasks;
    private final Duration ttl;
    private final boolean alone;
    private volatile boolean closed;
    private volatile boolean settled;
    private @Nullable LeaseId lease;
    private long renewedNanos;
    private Tasks.@Nullable Task keeping;

    /// @param ttl after which another takes over what this coordinator owned
    /// @param alone whether no other process can have the store: claims found there are a dead one's
    public ShardKeeper(Store store, Shards shards, Driver driver, Duration ttl, boolean alone) {
        this.store = store;
        this.shards = shards;
        this.driver = driver;
        this.tasks = driver.tasks();
        this.ttl = ttl;
        this.alone = alone;
    }

    public void start() {
        keeping = tasks.start("saga-shards", this::keep);
    }

    /// Whether it has had its share at least once.
    public boolean isSettled() {
        return settled;
    }

    private void keep() {
        while (!closed) {
            try {
                round();
                tasks.sleep(ttl.dividedBy(ROUNDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (FaultException e) {
                LOG.warnf(
                        "shards not looked after, trying again reason=%s",
                        e.fault().detail());
                afterFailure(e.fault().kind() == FaultKind.NOT_FOUND);
            } catch (RuntimeException e) {
                LOG.errorf(e, "shards not looked after, trying again");
                afterFailure(false);
            }
        }
    }

    private void afterFailure(boolean leaseGone) {
        boolean over = tasks.nanos() - renewedNanos > ttl.toNanos();
        if (leaseGone || (over && lease != null)) {
            leaseLost();
        }
        try {
            tasks.sleep(ttl.dividedBy(ROUNDS * 2L));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void leaseLost() {
        LOG.warnf("lease lost, letting go of shards=%d", driver.owned().size());
        lease = null;
        List.copyOf(driver.owned().keySet()).forEach(driver::disown);
    }

    /// Renews the lease, then gives and takes.
    void round() {
        LeaseId held = lease;
        long now = tasks.nanos();
        if (held == null) {
            if (alone) {
                shards.clear();
            } else {
                // They end with a lease that nobody renews any more.
                shards.owners().values().stream().filter(shards::isOurs).forEach(shards::release);
            }
            Lease granted = store.grant(ttl);
            held = granted.id();
            shards.join(held);
            lease = held;
        } else {
            store.keepAlive(held);
        }
        renewedNanos = now;
        balance(held);
        settled = true;
    }

    private void balance(LeaseId held) {
        Map<Shard, Ownership> owners = shards.owners();
        driver.owned().forEach((shard, mine) -> {
            if (!mine.equals(owners.get(shard))) {
                LOG.warnf("shard is another's shard=%s owner=%s", shard, owners.get(shard));
                driver.disown(shard);
            }
        });
        // A claim that was taken for failed may have been done, or its sagas could not be read.
        for (Ownership claimed : owners.values()) {
            if (shards.isOurs(claimed) && !driver.owned().containsKey(claimed.shard())) {
                own(claimed, held);
            }
        }
        int members = Math.max(1, shards.members());
        int share = (Shard.ALL.size() + members - 1) / members;
        List<Ownership> mine = new ArrayList<>(driver.owned().values());
        for (int i = share; i < mine.size(); i++) {
            driver.disown(mine.get(i).shard());
            shards.release(mine.get(i));
        }
        for (Shard shard : Shard.ALL) {
            if (driver.owned().size() >= share) {
                return;
            }
            if (!owners.containsKey(shard)) {
                renewIfDue(held);
                shards.claim(shard, held).ifPresent(claimed -> own(claimed, held));
            }
        }
    }

    private void own(Ownership claimed, LeaseId held) {
        driver.own(claimed, () -> renewIfDue(held));
    }

    /// A round takes longer than a lease lives where the store is far away or has many sagas to tell of.
    private void renewIfDue(LeaseId held) {
        long now = tasks.nanos();
        if (now - renewedNanos >= ttl.dividedBy(ROUNDS).toNanos()) {
            store.keepAlive(held);
            renewedNanos = now;
        }
    }

    /// Gives all away at once, so that nobody has to wait for the lease to end.
    @Override
    public void close() {
        closed = true;
        Tasks.Task running = keeping;
        if (running != null) {
            running.interrupt();
        }
        LeaseId held = lease;
        if (held != null) {
            try {
                List.copyOf(driver.owned().keySet()).forEach(driver::disown);
                store.revoke(held);
            } catch (FaultException e) {
                LOG.debugf("lease not given back reason=%s", e.fault().detail());
            }
        }
    }
}
