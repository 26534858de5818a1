package dev.mcp2026.registry.catalogue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Tombstones in the order they were made, so that the oldest are found without a scan.
final class Tombstones {
    private record Made(InstanceKey key, Instant at) {}

    private final Deque<Made> oldestFirst = new ArrayDeque<>();

    void add(InstanceKey key, Instant at) {
        oldestFirst.addLast(new Made(key, at));
    }

    /// Takes out those made before `deadline`, and the oldest beyond `max`.
    List<InstanceKey> expired(Instant deadline, long max) {
        List<InstanceKey> keys = new ArrayList<>();
        while (!oldestFirst.isEmpty()
                && (oldestFirst.size() > max || oldestFirst.getFirst().at().isBefore(deadline))) {
            keys.add(oldestFirst.removeFirst().key());
        }
        return keys;
    }
}
