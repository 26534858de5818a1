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
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final Map<LraId, LraRun> runs = new ConcurrentHashMap<>();
    private final Map<LraId, CompletableFuture<LraStatus>> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lra-timers").factory());
    private volatile Map<Shard, Ownership> owned = Map.of();
    private @Nullable Thread thread;

    public LraKeeper(LraStore store, Driver driver, LraCalls calls, LraSettings settings, InstantSource clock) {
        this.store = store;
        this.driver = driver;
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
    }

    public void start() {
        thread = Thread.ofVirtual().name("lra-keeper").start(this::keep);
    }

    private void keep() {
        try {
            while (true) {
                try {
                    follow();
                } catch (FaultException e) {
                    LOG.warnf(
                            "LRAs not looked after, trying again reason=%s",
                            e.fault().detail());
                    Thread.sleep(LOOK);
                } catch (RuntimeException e) {
                    LOG.errorf(e, "LRAs not looked after, trying again");
                    Thread.sleep(LOOK);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        try (Watch watch = store.watch()) {
            // What happened while nobody listened.
            letGo(Map.of());
            waiting.values().forEach(each -> each.cancel(false));
            waiting.clear();
            long swept = System.nanoTime();
            while (true) {
                own();
                switch (watch.next(LOOK)) {
                    case WatchResult.Events events -> events.events().forEach(this::heard);
                    case WatchResult.Idle _ -> {}
                    case WatchResult.Compacted _ -> {
                        return;
                    }
                }
                if (System.nanoTime() - swept > LOOK.toNanos()) {
                    swept = System.nanoTime();
                    sweep();
                }
            }
        }
    }

    /// Takes up what has become this coordinator's, and lets go of what is not any more.
    private void own() {
        Map<Shard, Ownership> now = driver.owned();
        if (now.equals(owned)) {
            return;
        }
        Map<Shard, Ownership> before = owned;
        letGo(now);
        for (Ownership owner : now.values()) {
            if (!owner.equals(before.get(owner.shard()))) {
                store.each(owner.shard(), stored -> drive(owner, stored, true));
            }
        }
        owned = now;
    }

    private void letGo(Map<Shard, Ownership> kept) {
        runs.values().removeIf(run -> {
            boolean gone = !run.owner().equals(kept.get(run.owner().shard()));
            if (gone) {
                run.stop();
            }
            return gone;
        });
        if (kept.isEmpty()) {
            owned = kept;
        }
    }

    private void drive(Ownership owner, Stored stored, boolean taken) {
        LraRun fresh = new LraRun(this, owner, stored, taken);
        LraRun run = runs.putIfAbsent(stored.lra().id(), fresh);
        if (run == null) {
            fresh.work();
        } else {
            run.seen(stored);
        }
    }

    private void heard(StoreEvent event) {
        LraStore.changed(event).ifPresent(this::seen);
        LraStore.removed(event).ifPresent(id -> {
            LraRun run = runs.remove(id);
            if (run != null) {
                run.stop();
            }
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

    void written(Stored stored) {
        Lra lra = stored.lra();
        if (!lra.status().isFinal()) {
            return;
        }
        if (lra.isDone() || (lra.status().isFinal() && !lra.isOver())) {
            settled(lra);
        }
        lra.parent()
                .map(parent -> runs.get(parent.id()))
                .ifPresent(outer -> Thread.ofVirtual().name("lra-nested").start(() -> outer.moved(lra.id())));
    }

    /// Tells whoever waits for its end.
    void settled(Lra lra) {
        CompletableFuture<LraStatus> waited = waiting.remove(lra.id());
        if (waited != null) {
            waited.complete(lra.status());
        }
    }

    /// Waits for the end, and until those were told of it who want to be; but no longer than the settings say.
    ///
    /// @return the status as it is then
    public LraStatus await(LraId id) throws InterruptedException {
        CompletableFuture<LraStatus> end = waiting.computeIfAbsent(id, first -> new CompletableFuture<>());
        Lra now = store.get(id).lra();
        if (now.isDone() || (now.status().isFinal() && !now.isOver())) {
            settled(now);
        }
        LraRun run = runs.get(id);
        if (run != null && run.isSettled()) {
            settled(run.known().lra());
        }
        try {
            return end.get(settings.endWait().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException late) {
            return store.get(id).lra().status();
        }
    }

    /// Refuses another one where there are too many.
    ///
    /// @throws FaultException LIMIT_EXCEEDED
    public void admit() {
        if (runs.size() >= settings.open().max()) {
            throw Faults.limit(
                    "lras",
                    runs.size() + " LRAs are kept here, which is all that "
                            + settings.open().name() + " allows",
                    "try again when some have ended; nothing was started");
        }
    }

    /// A shard to start one in, best one that is owned here.
    public Shard shard(RandomGenerator random) {
        List<Shard> mine = List.copyOf(owned.keySet());
        return mine.isEmpty() ? Shard.ALL.get(random.nextInt(Shard.ALL.size())) : mine.get(random.nextInt(mine.size()));
    }

    Answer endNested(Errand.EndNested end) {
        try {
            Stored nested = store.change(end.nested(), each -> LraDecider.endNested(each, end.cancel(), now()));
            LraStatus status = nested.lra().status();
            seen(nested);
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

    /// The store says that the shard is another's, or the LRA gone.
    void lost(LraRun run) {
        run.stop();
        runs.remove(run.known().lra().id(), run);
    }

    /// Removes what ended long enough ago. What failed stays: somebody has to look at it.
    private void sweep() {
        Instant before = now().minus(settings.retention());
        for (LraRun run : runs.values()) {
            Stored stored = run.known();
            Lra lra = stored.lra();
            boolean due = lra.finished().filter(before::isAfter).isPresent()
                    && !lra.status().isFailed()
                    && lra.isDone();
            if (due && store.remove(run.owner(), stored)) {
                runs.remove(lra.id(), run);
                run.stop();
            }
        }
    }

    void wake(LraRun run, Instant at) {
        long nanos = Math.max(0, Duration.between(now(), at).toNanos()) + 1;
        if (timers.isShutdown()) {
            return;
        }
        timers.schedule(() -> Thread.ofVirtual().name("lra-wake").start(run::work), nanos, TimeUnit.NANOSECONDS);
    }

    /// Those kept here that have not ended.
    public long open() {
        return runs.values().stream()
                .filter(run -> !run.known().lra().status().isFinal())
                .count();
    }

    /// Shards whose LRAs are looked after here.
    int shards() {
        return owned.size();
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
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        runs.values().forEach(LraRun::stop);
        timers.shutdownNow();
    }
}
