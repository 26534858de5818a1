package dev.mcp2026.coordinator.drive;

import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.SimContext;
import dev.mcp2026.testkit.sim.SimNode;
import java.time.Duration;
import java.util.function.Supplier;

/// A member of the store that hears of writes late, and answers reads all the same.
final class FollowerNode implements SimNode {
    private static final int MOST_BEHIND_MILLIS = 6_000;

    private final SimContext context;
    private final Supplier<SimTables> leader;
    private SimTables known;

    FollowerNode(SimContext context, Supplier<SimTables> leader) {
        this.context = context;
        this.leader = leader;
        this.known = new SimTables(context::nanoTime, 1);
    }

    @Override
    public void onStart() {
        onTimer("hear");
    }

    @Override
    public void onTimer(Object timer) {
        known = leader.get().copy();
        context.setTimer(Duration.ofMillis(context.random().nextLong(MOST_BEHIND_MILLIS)), timer);
    }

    @Override
    public void onMessage(NodeId from, Object message) {
        if (message instanceof Line.Ask(long number, StoreNode.Question.Other read)) {
            context.send(from, new Line.Reply(number, read.work().apply(known)));
        }
    }
}
