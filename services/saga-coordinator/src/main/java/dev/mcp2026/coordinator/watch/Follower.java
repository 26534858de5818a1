package dev.mcp2026.coordinator.watch;

import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Follows a saga in the store for as long as another coordinator drives it. Ends when it is interrupted.
final class Follower implements Runnable {
    private static final Logger LOG = Logger.getLogger(Follower.class);
    /// After which it is seen that the saga has come here, or gone.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SagaId id;
    private final SagaWatch watch;
    private final Driver driver;
    private final SagaLog log;

    Follower(SagaId id, SagaWatch watch, Driver driver, SagaLog log) {
        this.id = id;
        this.watch = watch;
        this.driver = driver;
        this.log = log;
    }

    @Override
    public void run() {
        try {
            while (true) {
                if (driver.drives(id)) {
                    Thread.sleep(LOOK);
                } else {
                    follow();
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        try (Watch changes = log.watch(id)) {
            look();
            while (!driver.drives(id)) {
                switch (changes.next(LOOK)) {
                    case WatchResult.Events _ -> look();
                    case WatchResult.Idle _ -> {}
                    case WatchResult.Compacted _ -> {
                        return;
                    }
                }
            }
        } catch (FaultException e) {
            LOG.debugf(
                    "watch not followed, trying again saga=%s reason=%s",
                    id, e.fault().detail());
            Thread.sleep(LOOK);
        }
    }

    private void look() {
        log.read(id)
                .ifPresentOrElse(
                        watch::changed,
                        () -> watch.fail(Faults.of(
                                FaultKind.NOT_FOUND, "saga " + id + " was removed", "its retention is over")));
    }
}
