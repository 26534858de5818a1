package dev.mcp2026.coordinator.lra.drive;

import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.lra.Answer;
import dev.mcp2026.coordinator.lra.Errand;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraDecider;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraStatus;
import dev.mcp2026.coordinator.lra.record.LraStore;
import dev.mcp2026.coordinator.lra.record.Stored;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// All long running actions of the shards that this coordinator owns. It hears of every change of any, so that whoever
/// waits for an end here is told of it wherever it comes about.
public final class LraKeeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LraKeeper.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LraStore store;
    private final Driver driver;
    private final LraCalls calls;
    private final LraSettings settings;
    private final InstantSource clock;
    private final LraRuns runs = new LraRuns();
    private final EndWaits waits = new EndWaits();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("lra-timers").factory());
    private volatile Map<Shard, Ownership> owned = Map.of();
    private volatile boolean closed;
    private @Nullable Thread thread;
    private @Nullable Thread sweeper;

    public LraKeeper(LraStore store, Driver driver, LraCalls calls, LraSettings settings, InstantSource clock) {
        this.store = store;
        this.driver = driver;
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
        timers.setRemoveOnCancelPolicy(true);
    }

    public void start() {
        thread = Thread.ofVirtual().name("lra-keeper").start(() -> again(this::follow));
        sweeper = Thread.ofVirtual().name("lra-retention").start(() -> again(this::sweep));
    }

    private interface Round {
        void run() throws InterruptedException;
    }

    private void again(Round round) {
        try {
            while (!closed) {
                try {
                    round.run();
                } catch (FaultException e) {
                    if (!closed) {
                        LOG.warnf(
                                "LRAs not looked after, trying again reason=%s",
                                e.fault().detail());
                    }
                } catch (RuntimeException e) {
                    LOG.errorf(e, "LRAs not looked after, trying again");
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        try (Watch watch = store.watch()) {
            // What happened while nobody listened.
            letGo(Map.of());
            waits.clear();
            while (true) {
                own();
                switch (watch.next(LOOK)) {
                    case WatchResult.Events events -> events.events().forEach(this::heard);
                    case WatchResult.Idle _ -> {}
                    case WatchResult.Compacted _ -> {
                        return;
                    }
                }
            }
        }
    }

    /// Takes up what has become this coordinator's, and lets go of what is not any more.
    private void own() {
        Map<Shard, Ownership> now = driver.owned();
        Map<Shard, Ownership> before = owned;
        if (now.equals(before)) {
            return;
        }
        letGo(now);
        for (Ownership owner : now.values()) {
            if (!owner.equals(before.get(owner.shard()))) {
                store.each(owner.shard(), stored -> {
                    drive(owner, stored, true);
                    return true;
                });
            }
        }
    }

    private void letGo(Map<Shard, Ownership> kept) {
        owned = kept;
        runs.removeIf(run -> !run.owner().equals(kept.get(run.owner().shard())));
    }

    /// Whoever calls it does not wait for the run, which may be waiting for the store.
    private void drive(Ownership owner, Stored stored, boolean taken) {
        if (closed) {
            return;
        }
        LraRun fresh = new LraRun(this, owner, stored, taken);
        if (runs.put(fresh)) {
            Thread.ofVirtual().name("lra-work").start(fresh::work);
            return;
        }
        runs.get(stored.lra().id())
                .filter(run -> stored.isNewerThan(run.known()))
                .ifPresent(run -> Thread.ofVirtual().name("lra-seen").start(() -> run.seen(stored)));
    }

    private void heard(StoreEvent event) {
        LraStore.changed(event).ifPresent(this::seen);
        LraStore.removed(event).ifPresent(id -> {
            runs.get(id).ifPresent(runs::remove);
            waits.give(id);
        });
    }

    /// Whatever was written, by whomever.
    public void seen(Stored stored) {
        written(stored);
        Ownership owner = owned.get(stored.lra().id().shard());
        if (owner != null) {
            drive(owner, stored, false);
        }
    }

    /// Tells whoever waits for it.
    void written(Stored stored) {
        Lra lra = stored.lra();
        if (!lra.status().isFinal()) {
            return;
        }
        if (lra.isDone() || !lra.isOver()) {
            settled(lra);
        }
        lra.parent()
                .flatMap(parent -> runs.get(parent.id()))
                .ifPresent(outer -> Thread.ofVirtual().name("lra-nested").start(() -> outer.moved(lra.id())));
    }

    void settled(Lra lra) {
        waits.tell(lra.id(), lra.status());
    }

    /// Waits until an LRA that is to end has called everybody whom it has to, and has ended if they let it; but no
    /// longer
    /// than the settings say.
    ///
    /// @return the status as it is then
    public LraStatus await(LraId id) throws InterruptedException {
        return waits.await(id, settings.endWait(), () -> {
            Stored now = store.get(id);
            Lra lra = now.lra();
            boolean told = runs.get(id)
                    // One that has not heard of it yet says nothing about it.
                    .map(run -> !now.isNewerThan(run.known()) && run.isSettled())
                    .orElse(lra.isDone() || (lra.status().isFinal() && !lra.isOver()));
            return new EndWaits.Now(lra.status(), told);
        });
    }

    /// Refuses another one where there are too many.
    ///
    /// @throws FaultException LIMIT_EXCEEDED
    public void admit(TenantId tenant) {
        admit(settings.open(), runs.size(), "");
        admit(settings.openPerTenant(), runs.of(tenant), " of tenant " + tenant);
    }

    private static void admit(Limit limit, int open, String of) {
        if (open >= limit.max()) {
            throw Faults.limit(
                    "lras",
                    open + " LRAs" + of + " are kept here, which is all that " + limit.name() + " allows",
                    "try again when some have ended; nothing was started");
        }
    }

    /// A shard to start one in, best one that is owned here.
    public Shard shard(RandomGenerator random) {
        List<Shard> mine = List.copyOf(owned.keySet());
        return mine.isEmpty() ? Shard.ALL.get(random.nextInt(Shard.ALL.size())) : mine.get(random.nextInt(mine.size()));
    }

    /// Waits some time for its end, so that the outer one need not ask again and again.
    Answer endNested(Errand.EndNested end) throws InterruptedException {
        try {
            Stored nested =
                    store.change(end.nested(), each -> LraDecider.endNested(each, end.cancel(), end.last(), now()));
            seen(nested);
            LraStatus status = nested.lra().status().isFinal() ? nested.lra().status() : await(end.nested());
            return status.isFinal()
                    ? new Answer.NestedEnded(status)
                    : new Answer.Unknown("nested LRA " + end.nested() + " is " + status.text());
        } catch (FaultException e) {
            if (e.fault().kind() == FaultKind.NOT_FOUND) {
                return new Answer.NestedEnded(end.cancel() ? LraStatus.CANCELLED : LraStatus.CLOSED);
            }
            throw e;
        }
    }

    /// Done when the nested one has told its participants, or some time has passed; it goes on by itself.
    Answer release(Errand.Release release) throws InterruptedException {
        try {
            seen(store.change(release.nested(), LraDecider::release));
            var _ = await(release.nested());
        } catch (FaultException e) {
            if (e.fault().kind() != FaultKind.NOT_FOUND) {
                throw e;
            }
        }
        return new Answer.Told();
    }

    /// The store did not take what a run wrote: the shard is another's, or the LRA gone; or the run's claim is an old
    /// one
    /// of this coordinator's.
    void lost(LraRun run) {
        LraId id = run.known().lra().id();
        runs.remove(run);
        LOG.debugf(
                "LRA not written by this claim lra=%s epoch=%d", id, run.owner().epoch());
        Thread.ofVirtual().name("lra-lost").start(() -> takeUpAgain(id));
    }

    private void takeUpAgain(LraId id) {
        try {
            Thread.sleep(LOOK);
            Ownership owner = owned.get(id.shard());
            if (owner != null) {
                store.read(id).ifPresent(stored -> drive(owner, stored, true));
            }
        } catch (FaultException e) {
            LOG.warnf("LRA not read again lra=%s reason=%s", id, e.fault().detail());
            Thread.ofVirtual().name("lra-lost").start(() -> takeUpAgain(id));
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// Removes what ended well long enough ago. What failed stays: somebody has to look at it.
    private void sweep() {
        Instant before = now().minus(settings.retention());
        for (LraRun run : runs.all()) {
            Stored stored = run.known();
            Lra lra = stored.lra();
            boolean due = lra.finished().filter(before::isAfter).isPresent()
                    && !lra.status().isFailed()
                    && lra.isDone();
            if (due && store.remove(run.owner(), stored)) {
                runs.remove(run);
            }
        }
    }

    /// @return takes it back
    @Nullable
    Future<?> wake(LraRun run, Instant at) {
        if (closed) {
            return null;
        }
        long nanos = Math.max(0, Duration.between(now(), at).toNanos()) + 1;
        return timers.schedule(() -> Thread.ofVirtual().name("lra-wake").start(run::work), nanos, TimeUnit.NANOSECONDS);
    }

    /// Those kept here that have not ended.
    public long open() {
        return runs.all().stream()
                .filter(run -> !run.known().lra().status().isFinal())
                .count();
    }

    /// Shards whose LRAs are looked after here.
    int shards() {
        return owned.size();
    }

    /// Runs that wait for a time.
    int alarms() {
        return timers.getQueue().size();
    }

    LraStore store() {
        return store;
    }

    LraCalls calls() {
        return calls;
    }

    LraSettings settings() {
        return settings;
    }

    Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        closed = true;
        for (Thread running : new Thread[] {thread, sweeper}) {
            if (running != null) {
                running.interrupt();
            }
        }
        runs.all().forEach(LraRun::stop);
        timers.shutdownNow();
    }
}
