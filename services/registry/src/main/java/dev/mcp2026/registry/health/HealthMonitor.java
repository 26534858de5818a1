package dev.mcp2026.registry.health;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.catalogue.Endpoint;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import dev.mcp2026.registry.health.probe.Target;
import dev.mcp2026.registry.health.timer.Timed;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Watches the health of this cell's instances: runs their checks, takes heartbeats and other
/// observers' reports, lets
/// [HealthDecider] judge, and tells a [VerdictListener]. Thread-safe; no call blocks on a target.
public final class HealthMonitor implements AutoCloseable {
    private final String self;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final HealthDecider decider;
    private final HealthRules rules;
    private final VerdictListener listener;
    private final SelfWatch selfWatch;
    private final Schedule schedule;
    private final CheckRunner runner;
    private final ConcurrentMap<InstanceKey, MonitoredInstance> instances = new ConcurrentHashMap<>();

    /// @param nanoTime monotonic, like [System#nanoTime]
    public HealthMonitor(
            CellId observer,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            HealthRules rules,
            ProbeLimits limits,
            VerdictListener listener) {
        this.self = observer.value();
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.rules = rules;
        this.decider = new HealthDecider(rules);
        this.listener = listener;
        this.selfWatch = new SelfWatch(rules.local(), nanoTime.getAsLong());
        this.schedule = new Schedule(nanoTime, selfWatch, this::due);
        this.runner = new CheckRunner(nanoTime, random, limits, selfWatch, schedule, (c, e) -> apply(c.owner, e));
        schedule.start();
    }

    /// Starts watching an instance, or takes over its changed registration. Idempotent; checks
    /// that stay the same keep
    /// what they saw. A leased instance counts as alive now.
    public void track(InstanceKey key, Registration registration) {
        MonitoredInstance instance = null;
        while (instance == null) {
            MonitoredInstance found = instances.computeIfAbsent(
                    key, k -> new MonitoredInstance(k, HealthRecord.fresh(self, clock.instant())));
            synchronized (found) {
                if (!found.gone) {
                    instance = found;
                    follow(found, registration);
                }
            }
        }
    }

    private void follow(MonitoredInstance instance, Registration registration) {
        Set<String> unchanged = new HashSet<>();
        List<MonitoredCheck> next = new ArrayList<>(registration.checks().size());
        List<MonitoredCheck> started = new ArrayList<>();
        List<MonitoredCheck> ended = new ArrayList<>(instance.checks);
        for (CheckSpec spec : registration.checks()) {
            Endpoint endpoint = registration.endpoint(spec.endpoint());
            Target target = new Target(endpoint.host(), endpoint.port(), spec.kind());
            Optional<MonitoredCheck> same =
                    ended.stream().filter(c -> c.probesTheSame(spec, target)).findFirst();
            same.ifPresent(check -> unchanged.add(check.spec.name()));
            same.ifPresent(ended::remove);
            MonitoredCheck check = same.orElseGet(() -> new MonitoredCheck(instance, spec, target));
            if (same.isEmpty()) {
                started.add(check);
            }
            next.add(check);
        }
        ended.forEach(runner::stop);
        instance.checks = List.copyOf(next);
        Long lease = registration.lease() == null ? null : registration.lease().toNanos();
        apply(instance, new HealthEvent.Tracked(registration.checks(), unchanged, lease));
        started.forEach(runner::start);
    }

    /// Stops watching. No verdict is announced after this returns.
    public void untrack(InstanceKey key) {
        MonitoredInstance instance = instances.remove(key);
        if (instance != null) {
            synchronized (instance) {
                instance.gone = true;
                instance.checks.forEach(runner::stop);
                schedule.set(instance, Timed.NEVER);
            }
        }
    }

    /// @param sequence counts up by one; 0 if the sender does not count
    /// @return false if the instance is not tracked
    public boolean heartbeat(InstanceKey key, long sequence) {
        return apply(key, new HealthEvent.Heartbeat(sequence));
    }

    /// @return false if the instance is not tracked
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT if it was seen longer ago than
    ///     [HealthRules#reportFresh]; nothing of it counts then
    public boolean report(InstanceKey key, Observation observation) {
        long ageNanos = observation.age(clock.instant(), rules.reportFresh()).toNanos();
        return apply(key, new HealthEvent.Reported(observation, ageNanos));
    }

    /// Another observer left for good: what it said counts no more.
    public void observerGone(String observer) {
        HealthEvent gone = new HealthEvent.ObserverGone(observer);
        instances.values().forEach(instance -> apply(instance, gone));
    }

    /// The lease ran out and is not dropped yet.
    public void leaseSuspect(InstanceKey key, Cause cause, String reason) {
        apply(key, new HealthEvent.LeaseHeld(cause, reason));
    }

    /// The lease was renewed after all. A heartbeat says the same.
    public void leaseReleased(InstanceKey key) {
        apply(key, new HealthEvent.LeaseReleased());
    }

    /// Why the verdict is what it is; empty if the instance is not tracked here.
    public Optional<Explanation> explain(InstanceKey key) {
        MonitoredInstance instance = instances.get(key);
        if (instance == null) {
            return Optional.empty();
        }
        HealthRecord health;
        synchronized (instance) {
            health = instance.health;
        }
        return Optional.of(new Explanation(
                health.verdict(), health.history().reversed(), new Reasoning(health, moment(), rules).lines()));
    }

    public Optional<Verdict> verdict(InstanceKey key) {
        return Optional.ofNullable(instances.get(key)).map(i -> {
            synchronized (i) {
                return i.health.verdict();
            }
        });
    }

    public LocalHealth localHealth() {
        return selfWatch.health();
    }

    private boolean apply(InstanceKey key, HealthEvent event) {
        MonitoredInstance instance = instances.get(key);
        return instance != null && apply(instance, event);
    }

    private boolean apply(MonitoredInstance instance, HealthEvent event) {
        synchronized (instance) {
            if (instance.gone) {
                return false;
            }
            Decision decision = decider.decide(instance.health, event, moment());
            instance.health = decision.next();
            wake(instance, decision.wakeNanos());
            for (HealthEffect effect : decision.effects()) {
                carryOut(instance, effect);
            }
            if (decision.announce()) {
                listener.onVerdict(instance.key, decision.next().verdict());
            }
            return true;
        }
    }

    /// A wake that moved to later is left as it is: when it comes, it finds out.
    private void wake(MonitoredInstance instance, long nanos) {
        if (nanos < instance.wakeNanos) {
            instance.wakeNanos = nanos;
            schedule.set(instance, nanos);
        }
    }

    private void carryOut(MonitoredInstance instance, HealthEffect effect) {
        switch (effect) {
            case HealthEffect.ProbeSoon(String check, long afterNanos) ->
                instance.checks.stream()
                        .filter(c -> c.spec.name().equals(check))
                        .forEach(c -> runner.soon(c, afterNanos));
        }
    }

    private void due(Timed item) {
        switch (item) {
            case MonitoredCheck check -> runner.run(check);
            case MonitoredInstance instance -> {
                synchronized (instance) {
                    instance.wakeNanos = Timed.NEVER;
                    apply(instance, new HealthEvent.Tick());
                }
            }
            default -> throw new IllegalStateException("not scheduled here: " + item.getClass());
        }
    }

    private Moment moment() {
        return new Moment(
                nanoTime.getAsLong(), clock.instant(), selfWatch.health().score());
    }

    @Override
    public void close() {
        schedule.close();
        runner.close();
    }
}
