package dev.mcp2026.testkit.sim;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.clock.HybridLogicalClock;
import java.time.Duration;

/// The example: a register whose last write wins, by HLC stamp, then by writer. It gossips its value each 100 ms.
final class LwwRegister implements SimNode {
    private static final Duration GOSSIP = Duration.ofMillis(100);

    private final SimContext context;
    private final Simulation simulation;
    private final HybridLogicalClock clock;
    private Value value;

    LwwRegister(Simulation simulation, SimContext context) {
        this.simulation = simulation;
        this.context = context;
        this.clock = new HybridLogicalClock(context.clock(), Duration.ofHours(1));
        this.value = (Value) context.disk().getOrDefault("value", new Value("", HlcTimestamp.ZERO, context.self()));
    }

    Value value() {
        return value;
    }

    void write(String text) {
        // A clock that was set back while the node was down must not stamp below what the disk has.
        if (value.stamp().packed() != 0) {
            clock.receive(value.stamp());
        }
        keep(new Value(text, clock.now(), context.self()));
    }

    @Override
    public void onStart() {
        context.setTimer(GOSSIP, "gossip");
    }

    @Override
    public void onMessage(NodeId from, Object message) {
        Value other = (Value) message;
        if (other.isAfter(value)) {
            clock.receive(other.stamp());
            keep(other);
        }
    }

    @Override
    public void onTimer(Object timer) {
        simulation.nodes().stream().filter(n -> !n.equals(context.self())).forEach(n -> context.send(n, value));
        context.setTimer(GOSSIP, "gossip");
    }

    private void keep(Value next) {
        value = next;
        context.disk().put("value", next);
    }

    record Value(String text, HlcTimestamp stamp, NodeId writer) {
        boolean isAfter(Value other) {
            int byStamp = stamp.compareTo(other.stamp);
            return byStamp > 0 || (byStamp == 0 && writer.compareTo(other.writer) > 0);
        }
    }
}
