package dev.mcp2026.testkit.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Decides when a message arrives, and how often.
final class SimNetwork {
    private static final long NEVER = Long.MIN_VALUE;

    private final SplittableRandom random;
    private final Map<Way, NetworkShape> shapes = new HashMap<>();
    private final Map<Way, Long> lastInOrder = new HashMap<>();
    private final Set<Way> cuts = new HashSet<>();
    private NetworkShape usual = NetworkShape.CALM;

    SimNetwork(SplittableRandom random) {
        this.random = random;
    }

    void shape(NetworkShape shape) {
        usual = shape;
        shapes.clear();
    }

    void shape(NodeId from, NodeId to, NetworkShape shape) {
        shapes.put(new Way(from, to), shape);
    }

    void cut(NodeId from, NodeId to) {
        cuts.add(new Way(from, to));
    }

    void heal(NodeId from, NodeId to) {
        cuts.remove(new Way(from, to));
    }

    void healAll() {
        cuts.clear();
    }

    boolean isCut(NodeId from, NodeId to) {
        return cuts.contains(new Way(from, to));
    }

    /// The arrival times of a message sent at `now`: none, one or two. Messages to oneself always arrive.
    long[] arrivals(long now, NodeId from, NodeId to) {
        Way way = new Way(from, to);
        if (from.equals(to)) {
            return new long[] {now};
        }
        NetworkShape shape = shapes.getOrDefault(way, usual);
        // All draws are made for each message, so that a cut does not shift the fate of later ones.
        boolean lost = random.nextDouble() < shape.loss();
        boolean twice = random.nextDouble() < shape.duplicate();
        boolean anyOrder = random.nextDouble() < shape.reorder();
        long first = now + delay(shape);
        long second = now + delay(shape);
        if (lost || cuts.contains(way)) {
            return new long[0];
        }
        if (!anyOrder) {
            first = Math.max(first, lastInOrder.getOrDefault(way, NEVER));
            lastInOrder.put(way, first);
        }
        return twice ? new long[] {first, second} : new long[] {first};
    }

    private long delay(NetworkShape shape) {
        return random.nextLong(shape.minDelay().toNanos(), shape.maxDelay().toNanos() + 1);
    }

    private record Way(NodeId from, NodeId to) {}
}
