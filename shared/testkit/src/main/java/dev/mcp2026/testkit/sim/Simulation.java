package dev.mcp2026.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A distributed system in one thread and in virtual time. The same seed gives the same run, to the last step.
///
/// ```java
/// Simulation sim = new Simulation(seed);
/// NodeId a = sim.add("a", Register::new);
/// sim.network(NetworkShape.ROUGH);
/// sim.invariant("one leader", () -> leaders() > 1 ? Optional.of("two") : Optional.empty());
/// sim.at(Duration.ofSeconds(1), "partition", () -> sim.partition(List.of(a), List.of(b, c)));
/// sim.runFor(Duration.ofSeconds(10));
/// sim.runUntil("all equal", Duration.ofSeconds(30), this::allEqual);
/// ```
public final class Simulation {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final long seed;
    private final SplittableRandom random;
    private final SimNetwork network;
    private final Agenda agenda = new Agenda();
    private final Trace trace = new Trace();
    private final Map<NodeId, SimHost> hosts = new LinkedHashMap<>();
    private final Map<String, Invariant> invariants = new LinkedHashMap<>();
    private long nowNanos;
    private long steps;

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.network = new SimNetwork(random.split());
    }

    /// Adds a node with a true clock. It starts when the simulation next runs.
    ///
    /// @param program makes the node; again after each crash
    public NodeId add(String name, Function<SimContext, SimNode> program) {
        return add(name, ClockShape.TRUE, program);
    }

    public NodeId add(String name, ClockShape clock, Function<SimContext, SimNode> program) {
        NodeId id = new NodeId(name);
        SimClock own = new SimClock(START, () -> nowNanos, clock);
        if (hosts.putIfAbsent(id, new SimHost(this, id, own, random.split(), program)) != null) {
            throw new IllegalArgumentException("there is a node " + name + " already");
        }
        plan(0, new Step.Start(id));
        return id;
    }

    public List<NodeId> nodes() {
        return List.copyOf(hosts.keySet());
    }

    /// The running node, for invariants to look into; empty while it is crashed or not yet started.
    public Optional<SimNode> node(NodeId id) {
        return Optional.ofNullable(host(id).node());
    }

    /// What a node would use; for tests that act as one, for instance in [#at].
    public SimContext context(NodeId id) {
        return host(id);
    }

    /// Adds a promise that is checked after each step.
    public void invariant(String name, Invariant invariant) {
        invariants.put(name, invariant);
    }

    /// Makes each link like this.
    public void network(NetworkShape shape) {
        network.shape(shape);
    }

    /// Makes one directed link like this.
    public void network(NodeId from, NodeId to, NetworkShape shape) {
        network.shape(from, to, shape);
    }

    /// Loses each message sent from now on from one node to another; the other direction stays.
    public void cut(NodeId from, NodeId to) {
        trace("cut " + from + " -> " + to);
        network.cut(from, to);
    }

    public void heal(NodeId from, NodeId to) {
        trace("heal " + from + " -> " + to);
        network.heal(from, to);
    }

    /// Cuts each link between the two groups, both ways.
    public void partition(List<NodeId> one, List<NodeId> other) {
        for (NodeId a : one) {
            for (NodeId b : other) {
                cut(a, b);
                cut(b, a);
            }
        }
    }

    public void healAll() {
        trace("heal all");
        network.healAll();
    }

    public boolean isCut(NodeId from, NodeId to) {
        return network.isCut(from, to);
    }

    /// The node loses its memory and its timers. Messages that arrive while it is down are lost.
    public void crash(NodeId id) {
        trace("crash " + id);
        host(id).crash();
        agenda.forget(step -> step instanceof Step.Expire timer && timer.node().equals(id));
    }

    /// Starts a crashed node afresh with the disk it had; a running one stays as it is.
    public void restart(NodeId id) {
        trace("restart " + id);
        host(id).start();
    }

    public boolean isRunning(NodeId id) {
        return host(id).node() != null;
    }

    /// Sets one node's wall clock ahead or (negative) back.
    public void jumpClock(NodeId id, Duration by) {
        trace("clock of " + id + " jumps by " + by);
        host(id).jump(by);
    }

    /// Plans something for this true time since the start, or for now if that has passed.
    public void at(Duration sinceStart, String name, Runnable action) {
        plan(sinceStart.toNanos() - nowNanos, new Step.Act(name, action));
    }

    /// Plans something for this much true time from now.
    public void after(Duration delay, String name, Runnable action) {
        plan(delay.toNanos(), new Step.Act(name, action));
    }

    /// True time since the start.
    public Duration elapsed() {
        return Duration.ofNanos(nowNanos);
    }

    /// Randomness for the test itself, from the seed.
    public RandomGenerator random() {
        return random;
    }

    /// Runs all that happens within this much time.
    ///
    /// @throws SimulationFailure at the first step that breaks an invariant or throws
    public void runFor(Duration time) {
        long limit = nowNanos + time.toNanos();
        while (step(limit)) {}
        nowNanos = limit;
    }

    /// Runs until `goal` holds, which is asked after each step.
    ///
    /// @throws SimulationFailure also if it does not hold within `time`
    public void runUntil(String what, Duration time, BooleanSupplier goal) {
        long limit = nowNanos + time.toNanos();
        while (!goal.getAsBoolean()) {
            if (!step(limit)) {
                nowNanos = limit;
                throw failure("waited for " + what + ", in vain for " + time, null);
            }
        }
    }

    /// Equal for two runs that went alike.
    public long digest() {
        return trace.digest();
    }

    public long steps() {
        return steps;
    }

    void send(NodeId from, NodeId to, Object message) {
        host(to);
        long[] arrivals = network.arrivals(nowNanos, from, to);
        if (arrivals.length == 0) {
            trace.add(nowNanos, 0, new Lost(from, to, message));
        }
        for (long arrival : arrivals) {
            agenda.plan(arrival, new Step.Deliver(from, to, message));
        }
    }

    void plan(long inNanos, Step step) {
        agenda.plan(nowNanos + Math.max(0, inNanos), step);
    }

    void forget(Step step) {
        agenda.forget(step::equals);
    }

    void trace(String line) {
        trace.add(nowNanos, line.hashCode(), line);
    }

    private boolean step(long limit) {
        Agenda.Entry next = agenda.next(limit);
        if (next == null) {
            return false;
        }
        nowNanos = next.at();
        steps++;
        trace.add(nowNanos, next.step().kind(), next.step());
        try {
            perform(next.step());
        } catch (SimulationFailure nested) {
            throw nested;
        } catch (RuntimeException | AssertionError e) {
            throw failure("error in " + next.step() + ": " + e, e);
        }
        checkInvariants();
        return true;
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Start start -> host(start.node()).start();
            case Step.Deliver message -> host(message.to()).deliver(message.from(), message.message());
            case Step.Expire timer -> host(timer.node()).expire(timer.incarnation(), timer.timer());
            case Step.Act act -> act.action().run();
        }
    }

    private void checkInvariants() {
        invariants.forEach((name, invariant) -> {
            Optional<String> violation = invariant.violation();
            if (violation.isPresent()) {
                throw failure("invariant '" + name + "' broken: " + violation.get(), null);
            }
        });
    }

    private SimHost host(NodeId id) {
        SimHost host = hosts.get(id);
        if (host == null) {
            throw new IllegalArgumentException("there is no node " + id);
        }
        return host;
    }

    private SimulationFailure failure(String what, @Nullable Throwable cause) {
        return new SimulationFailure(what, seed, steps, nowNanos, trace.tail(), cause);
    }

    private record Lost(NodeId from, NodeId to, Object message) {}
}
