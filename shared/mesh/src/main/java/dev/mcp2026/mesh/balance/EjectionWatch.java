package dev.mcp2026.mesh.balance;

import io.grpc.LoadBalancer.Helper;
import io.grpc.SynchronizationContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Looks at how calls went, now and then and after failures, and ejects and readmits endpoints. Within the channel's
/// synchronization context.
final class EjectionWatch {
    private final SynchronizationContext context;
    private final BalanceSetup setup;
    private final Map<EndpointId, Member> members;
    private final Runnable changed;
    private final OutlierDecider decider;
    private final SynchronizationContext.ScheduledHandle timer;
    private Map<EndpointId, Ejection> ejections = Map.of();
    private long intervalNanos;

    /// @param members the balancer's, which it changes
    /// @param changed is run when others are ejected than before
    EjectionWatch(Helper helper, BalanceSetup setup, Map<EndpointId, Member> members, Runnable changed) {
        this.context = helper.getSynchronizationContext();
        this.setup = setup;
        this.members = members;
        this.changed = changed;
        this.decider = new OutlierDecider(setup.rules().outliers());
        this.intervalNanos = setup.nanoTime().getAsLong();
        long sweep = setup.rules().sweep().toNanos();
        this.timer = context.scheduleWithFixedDelay(
                this::look, sweep, sweep, TimeUnit.NANOSECONDS, helper.getScheduledExecutorService());
    }

    boolean isEjected(EndpointId id) {
        return ejections.getOrDefault(id, Ejection.NEVER).out();
    }

    /// An endpoint may have to be ejected. From any thread.
    void suspicion() {
        context.execute(this::look);
    }

    /// It is reached over a new connection.
    void lift(EndpointId id) {
        if (isEjected(id)) {
            Map<EndpointId, Ejection> without = new TreeMap<>(ejections);
            without.computeIfPresent(
                    id, (key, ejection) -> new Ejection(false, ejection.untilNanos(), ejection.times()));
            ejections = without;
            setup.listener().returned(id);
        }
    }

    void close() {
        timer.cancel();
    }

    private void look() {
        long now = setup.nanoTime().getAsLong();
        boolean ended =
                now - intervalNanos >= setup.rules().outliers().interval().toNanos();
        Map<EndpointId, CallCounts> counts = new TreeMap<>();
        members.forEach((id, member) -> counts.put(id, member.load().counts()));
        OutlierDecider.Decision decision = decider.decide(ejections, counts, ended, now);
        ejections = decision.ejections();
        decision.ejected().forEach(out -> setup.listener().ejected(out.endpoint(), out.time(), out.reason()));
        decision.returned().forEach(id -> {
            load(id).reborn(now);
            setup.listener().returned(id);
        });
        if (ended) {
            members.values().forEach(member -> member.load().nextInterval());
            intervalNanos = now;
        }
        if (!decision.ejected().isEmpty() || !decision.returned().isEmpty()) {
            changed.run();
        }
    }

    private EndpointLoad load(EndpointId id) {
        Member member = members.get(id);
        if (member == null) {
            throw new IllegalStateException(id + " was judged and is no member");
        }
        return member.load();
    }
}
