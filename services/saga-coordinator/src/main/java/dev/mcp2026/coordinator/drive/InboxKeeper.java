package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Asked;
import dev.mcp2026.coordinator.log.Inbox;
import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Carries out commands that other coordinators were given for sagas that are driven here.
public final class InboxKeeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(InboxKeeper.class);
    /// After which commands are found that waited for a shard without an owner.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Inbox inbox;
    private final Driver driver;
    private @Nullable Thread thread;

    public InboxKeeper(Inbox inbox, Driver driver) {
        this.inbox = inbox;
        this.driver = driver;
    }

    public void start() {
        thread = Thread.ofVirtual().name("saga-inbox").start(this::keep);
    }

    private void keep() {
        try {
            while (true) {
                try {
                    follow();
                } catch (FaultException e) {
                    LOG.warnf(
                            "inbox not read, trying again reason=%s", e.fault().detail());
                    Thread.sleep(LOOK);
                } catch (RuntimeException e) {
                    LOG.errorf(e, "inbox not read, trying again");
                    Thread.sleep(LOOK);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        try (Watch watch = inbox.watch()) {
            Map<Shard, Ownership> swept = Map.of();
            while (true) {
                Map<Shard, Ownership> owned = driver.owned();
                if (!owned.equals(swept)) {
                    owned.keySet().forEach(shard -> carryOut(inbox.waiting(shard)));
                    swept = owned;
                }
                switch (watch.next(LOOK)) {
                    case WatchResult.Events events -> carryOut(Inbox.asked(events.events()));
                    case WatchResult.Idle _ -> {}
                    case WatchResult.Compacted _ -> {
                        return;
                    }
                }
            }
        }
    }

    private void carryOut(List<Asked> all) {
        for (Asked asked : all) {
            Ownership owner = driver.owned().get(asked.id().shard());
            if (owner != null) {
                // One that waits for a saga's lock must not hold up the others.
                Thread.ofVirtual().name("saga-asked").start(() -> carryOut(asked, owner));
            }
        }
    }

    private void carryOut(Asked asked, Ownership owner) {
        try {
            if (!driver.give(asked)) {
                inbox.answer(asked, owner, Optional.empty());
            }
        } catch (FaultException e) {
            refuse(asked, owner, e);
        }
    }

    private void refuse(Asked asked, Ownership owner, FaultException why) {
        switch (why.fault().kind()) {
            // Its asker is told when its time is over; or another takes it by then.
            case UNAVAILABLE, READ_ONLY, DEADLINE_EXCEEDED ->
                LOG.warnf(
                        "command not carried out saga=%s reason=%s",
                        asked.id(), why.fault().detail());
            default -> {
                try {
                    inbox.answer(asked, owner, Optional.of(why.fault()));
                } catch (FaultException e) {
                    LOG.warnf(
                            "command not answered saga=%s reason=%s",
                            asked.id(), e.fault().detail());
                }
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
