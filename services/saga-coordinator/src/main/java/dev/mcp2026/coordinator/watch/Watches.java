package dev.mcp2026.coordinator.watch;

import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;
import java.util.function.Supplier;

/// Opens watches of sagas, whoever drives them. What is driven here is heard of at once; the rest is followed in the
/// store.
public final class Watches {
    private final Changes changes;
    private final Driver driver;
    private final SagaLog log;

    public Watches(Changes changes, Driver driver, SagaLog log) {
        this.changes = changes;
        this.driver = driver;
        this.log = log;
    }

    /// Waits until a saga has ended, or waits for a person.
    ///
    /// @param atMost after which it is not waited for any more
    /// @return the saga as it is then
    public Recorded await(SagaId id, Duration atMost) {
        if (atMost.isZero()) {
            return now(id);
        }
        EndWait wait = new EndWait();
        SagaWatch watch = new SagaWatch(wait, 0);
        open(id, watch, () -> now(id));
        try {
            wait.await(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watch.end();
        }
        return watch.newest();
    }

    private Recorded now(SagaId id) {
        return driver.current(id)
                .or(() -> log.read(id))
                .orElseThrow(() -> Faults.of(FaultKind.NOT_FOUND, "there is no saga " + id, "its retention is over"));
    }

    /// @param read the saga as it is now; what it throws is thrown here, and nothing is watched
    public void open(SagaId id, SagaWatch watch, Supplier<Recorded> read) {
        // Registered first and read after that: what happens in between is told twice at worst, and sent once.
        Runnable registration = changes.add(id, watch::changed);
        Recorded saga;
        try {
            saga = read.get();
        } catch (RuntimeException e) {
            registration.run();
            throw e;
        }
        if (saga.state().phase().isFinal()) {
            watch.open(saga, registration);
            return;
        }
        Thread follower = Thread.ofVirtual().name("saga-watch").unstarted(new Follower(id, watch, driver, log));
        watch.open(saga, () -> {
            registration.run();
            follower.interrupt();
        });
        follower.start();
    }
}
