package dev.mcp2026.testkit.sim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The machine a node runs on: its clocks and disk outlive the node's crashes.
final class SimHost implements SimContext {
    private final Simulation simulation;
    private final NodeId self;
    private final SimClock clock;
    private final SplittableRandom random;
    private final Function<SimContext, SimNode> program;
    private final Map<String, Object> disk = new HashMap<>();
    private @Nullable SimNode node;
    private int incarnation;

    SimHost(
            Simulation simulation,
            NodeId self,
            SimClock clock,
            SplittableRandom random,
            Function<SimContext, SimNode> program) {
        this.simulation = simulation;
        this.self = self;
        this.clock = clock;
        this.random = random;
        this.program = program;
    }

    @Nullable
    SimNode node() {
        return node;
    }

    void start() {
        if (node == null) {
            incarnation++;
            node = program.apply(this);
            node.onStart();
        }
    }

    void crash() {
        node = null;
    }

    void deliver(NodeId from, Object message) {
        if (node != null) {
            node.onMessage(from, message);
        }
    }

    void expire(int setBy, Object timer) {
        if (node != null && setBy == incarnation) {
            node.onTimer(timer);
        }
    }

    void jump(Duration by) {
        clock.jump(by);
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public void send(NodeId to, Object message) {
        simulation.send(self, to, message);
    }

    @Override
    public void setTimer(Duration delay, Object timer) {
        simulation.plan(clock.trueNanosOf(delay), new Step.Expire(self, incarnation, timer));
    }

    @Override
    public void cancelTimer(Object timer) {
        simulation.forget(new Step.Expire(self, incarnation, timer));
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Map<String, Object> disk() {
        return disk;
    }

    @Override
    public void trace(String note) {
        simulation.trace(self + ": " + note);
    }
}
