package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Asked;
import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.coordinator.saga.Decider;
import dev.mcp2026.coordinator.saga.SagaState;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// All sagas of the shards that this coordinator owns.
public final class Driver implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Driver.class);

    private final SagaLog log;
    private final Participants participants;
    private final DriveSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final SagaListener listener;
    private final Map<Shard, Ownership> owned = new ConcurrentHashMap<>();
    private final Map<SagaId, SagaRun> runs = new ConcurrentHashMap<>();
    private final Map<TenantId, AtomicInteger> perTenant = new ConcurrentHashMap<>();
    private final Tasks tasks;

    private volatile boolean closed;

    public Driver(
            SagaLog log,
            Participants participants,
            DriveSettings settings,
            InstantSource clock,
            RandomGenerator random,
            SagaListener listener) {
        this(log, participants, settings, clock, random, listener, new VirtualThreads());
    }

    /// @param tasks closed with this
    Driver(
            SagaLog log,
            Participants participants,
            DriveSettings settings,
            InstantSource clock,
            RandomGenerator random,
            SagaListener listener,
            Tasks tasks) {
        this.log = log;
        this.participants = participants;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.tasks = tasks;
    }

    /// Starts a saga, durably.
    ///
    /// @throws FaultException LIMIT_EXCEEDED where there are too many, UNAVAILABLE where this coordinator owns no
    /// shard
    public SagaId start(SagaStart start) {
        TenantId tenant = start.definition().tenant();
        admit(settings.open(), runs.size(), "");
        AtomicInteger ofTenant = perTenant.computeIfAbsent(tenant, first -> new AtomicInteger());
        admit(settings.openPerTenant(), ofTenant.get(), " of tenant " + tenant);
        Ownership owner = anyShard();
        Instant now = now();
        SagaId id = SagaId.next(owner.shard(), now, random);
        SagaState state = SagaState.started(start.definition(), start.input(), now);
        Supplier<SagaLog.Started> write = () -> log.start(id, start, state, Decider.start(state, now), owner, now);
        try {
            return switch (write.get()) {
                case SagaLog.Started.New fresh -> {
                    add(owner, fresh.saga());
                    yield id;
                }
                case SagaLog.Started.Before known -> known.id();
                case SagaLog.Started.NotOwner _ -> {
                    disown(owner.shard());
                    throw notOwner(id);
                }
            };
        } catch (FaultException e) {
            if (e.fault().kind() == FaultKind.DEADLINE_EXCEEDED) {
                tasks.start("saga-unsure", () -> settle(id, write, owner));
            }
            throw e;
        }
    }

    /// A start without an answer may have been done, or be done yet, and nobody drives it then. The same once more
    /// tells:
    /// of the two one alone is done.
    private void settle(SagaId id, Supplier<SagaLog.Started> write, Ownership owner) {
        while (paused() && owner.equals(owned.get(owner.shard()))) {
            try {
                switch (write.get()) {
                    case SagaLog.Started.New fresh -> add(owner, fresh.saga());
                    case SagaLog.Started.Before _, SagaLog.Started.NotOwner _ -> takeUpAgain(id, owner);
                }
                return;
            } catch (FaultException e) {
                LOG.debugf("start not settled saga=%s reason=%s", id, e.fault().detail());
            }
        }
    }

    private static void admit(Limit limit, int open, String of) {
        if (open >= limit.max()) {
            throw Faults.limit(
                    "sagas",
                    open + " sagas" + of + " are open here, which is all that " + limit.name() + " allows",
                    "try again when some have ended; nothing was started");
        }
    }

    private Ownership anyShard() {
        List<Ownership> mine = new ArrayList<>(owned.values());
        if (mine.isEmpty()) {
            throw Faults.of(FaultKind.UNAVAILABLE, "this coordinator drives no sagas yet", "try again in a moment");
        }
        return mine.get(random.nextInt(mine.size()));
    }

    /// Drives a shard's open sagas from now on.
    ///
    /// @throws FaultException where the store does not tell which: it is not owned then, and has to be given again
    public void own(Ownership owner) {
        own(owner, () -> {});
    }

    /// @param between done before each saga is read, which takes its time where there are many
    void own(Ownership owner, Runnable between) {
        List<SagaId> open = log.open(owner.shard());
        try {
            for (SagaId id : open) {
                between.run();
                log.latest(id).ifPresent(saga -> add(owner, saga));
            }
        } catch (FaultException e) {
            disown(owner.shard());
            throw e;
        }
        owned.put(owner.shard(), owner);
        if (!open.isEmpty()) {
            LOG.infof("sagas taken over shard=%s epoch=%d sagas=%d", owner.shard(), owner.epoch(), open.size());
        }
    }

    /// Drives a shard's sagas no longer.
    public void disown(Shard shard) {
        owned.remove(shard);
        for (SagaRun run : runs.values()) {
            if (run.id().shard().equals(shard)) {
                run.stop();
                remove(run);
            }
        }
    }

    /// In the shards' order, so that what is done to one after another is not left to chance.
    public Map<Shard, Ownership> owned() {
        return Collections.unmodifiableMap(new TreeMap<>(owned));
    }

    private void add(Ownership owner, Recorded saga) {
        SagaRun run = new SagaRun(this, owner, saga);
        while (true) {
            SagaRun known = runs.putIfAbsent(saga.id(), run);
            if (known == null) {
                count(saga).incrementAndGet();
                listener.changed(saga, saga);
                run.resume();
                return;
            }
            if (known.epoch() >= owner.epoch()) {
                return;
            }
            // Of a claim that is over: it was begun while that was being lost, and can write nothing.
            known.stop();
            remove(known);
        }
    }

    private AtomicInteger count(Recorded saga) {
        return perTenant.computeIfAbsent(saga.state().definition().tenant(), first -> new AtomicInteger());
    }

    /// A person's command.
    ///
    /// @throws FaultException NOT_FOUND, PRECONDITION_FAILED, UNAVAILABLE where another coordinator drives it
    public void give(SagaId id, Command command) {
        SagaRun run = runs.get(id);
        if (run == null) {
            Recorded saga = log.read(id)
                    .orElseThrow(() -> Faults.of(FaultKind.NOT_FOUND, "there is no saga " + id, "list them"));
            Decider.decide(saga.state(), command, now());
            throw notOwner(id);
        }
        run.give(command);
    }

    /// A command that another coordinator was given.
    ///
    /// @return whether there was a change, which has answered it
    boolean give(Asked asked) {
        SagaRun run = runs.get(asked.id());
        if (run != null) {
            return run.give(asked.command(), Optional.of(asked));
        }
        Recorded saga = log.read(asked.id())
                .orElseThrow(() -> Faults.of(FaultKind.NOT_FOUND, "there is no saga " + asked.id(), "list them"));
        if (Decider.decide(saga.state(), asked.command(), now()).isEmpty()) {
            return false;
        }
        throw notOwner(asked.id());
    }

    FaultException notOwner(SagaId id) {
        return Faults.of(
                FaultKind.UNAVAILABLE, "saga " + id + " is driven by another coordinator now", "try again in a moment");
    }

    /// The store says that the shard is another's, or that it knows more than this coordinator.
    void lost(SagaRun run, Ownership owner) {
        remove(run);
        tasks.start("saga-lost", () -> takeUpAgain(run.id(), owner));
    }

    /// A write that was taken for failed may have been done: the log is longer than was known then, and still ours.
    private void takeUpAgain(SagaId id, Ownership owner) {
        while (!closed) {
            try {
                if (log.holds(owner)) {
                    log.latest(id).ifPresent(saga -> add(owner, saga));
                } else {
                    LOG.warnf("saga is another's now saga=%s epoch=%d", id, owner.epoch());
                }
                return;
            } catch (FaultException e) {
                LOG.debugf(
                        "saga not read again saga=%s reason=%s", id, e.fault().detail());
                if (!paused()) {
                    return;
                }
            }
        }
    }

    private boolean paused() {
        try {
            tasks.sleep(settings.storeRetry());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void ended(SagaRun run) {
        remove(run);
    }

    private void remove(SagaRun run) {
        if (runs.remove(run.id(), run)) {
            count(run.saga()).decrementAndGet();
        }
    }

    void changed(Recorded before, Recorded after) {
        listener.changed(before, after);
    }

    void wake(SagaRun run, Instant at) {
        long nanos = Math.max(0, Duration.between(now(), at).toNanos()) + 1;
        tasks.startAfter(Duration.ofNanos(nanos), "saga-wake", run::wakened);
    }

    /// As it is now, where it is driven here.
    public Optional<Recorded> current(SagaId id) {
        return Optional.ofNullable(runs.get(id)).map(SagaRun::saga);
    }

    /// Whether it is this coordinator that carries it on now.
    public boolean drives(SagaId id) {
        return runs.containsKey(id);
    }

    /// Sagas that are driven here now.
    public int open() {
        return runs.size();
    }

    /// Of them those that wait for a person.
    public long stuck() {
        return runs.values().stream()
                .filter(run -> run.saga().state().isStuck())
                .count();
    }

    SagaLog log() {
        return log;
    }

    Tasks tasks() {
        return tasks;
    }

    Participants participants() {
        return participants;
    }

    DriveSettings settings() {
        return settings;
    }

    RandomGenerator random() {
        return random;
    }

    Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(owned.keySet()).forEach(this::disown);
        tasks.close();
    }
}
