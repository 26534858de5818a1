package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.EndedSagas;
import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.kernel.error.FaultException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Removes what has ended long enough ago, of the shards that this coordinator owns.
public final class Retention implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final int SWEEPS = 10;

    private final EndedSagas ended;
    private final Driver driver;
    private final Duration kept;
    private @Nullable Thread thread;

    /// @param kept after its end
    public Retention(EndedSagas ended, Driver driver, Duration kept) {
        this.ended = ended;
        this.driver = driver;
        this.kept = kept;
    }

    public void start() {
        thread = Thread.ofVirtual().name("saga-retention").start(this::keep);
    }

    private void keep() {
        Duration tenth = kept.dividedBy(SWEEPS);
        Duration pause = tenth.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : tenth;
        try {
            while (true) {
                Thread.sleep(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
                sweep();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return how many sagas are gone
    long sweep() throws InterruptedException {
        long gone = 0;
        for (Ownership owner : driver.owned().values()) {
            try {
                gone += sweep(owner);
            } catch (FaultException e) {
                LOG.warnf(
                        "sagas that have ended not removed, trying again shard=%s reason=%s",
                        owner.shard(), e.fault().detail());
            } catch (RuntimeException e) {
                LOG.errorf(e, "sagas that have ended not removed shard=%s", owner.shard());
            }
        }
        if (gone > 0) {
            LOG.infof("sagas removed sagas=%d ended-before=%s ago", gone, kept);
        }
        return gone;
    }

    private long sweep(Ownership owner) throws InterruptedException {
        Instant before = driver.now().minus(kept);
        long gone = 0;
        while (true) {
            int some = ended.remove(owner, before);
            if (some == 0) {
                return gone;
            }
            gone += some;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
