package dev.mcp2026.registry.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The present tombstones in the order they were made, so that the oldest are found without a scan.
final class Tombstones {
    private final SequencedMap<InstanceKey, Instant> oldestFirst = new LinkedHashMap<>();

    /// A key that was removed again is as young as its last removal.
    void add(InstanceKey key, Instant at) {
        oldestFirst.remove(key);
        oldestFirst.put(key, at);
    }

    /// It lives again.
    void remove(InstanceKey key) {
        oldestFirst.remove(key);
    }

    /// Takes out those made before `deadline`, and the oldest beyond `max`.
    List<InstanceKey> expired(Instant deadline, long max) {
        List<InstanceKey> keys = new ArrayList<>();
        Iterator<Map.Entry<InstanceKey, Instant>> oldest =
                oldestFirst.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<InstanceKey, Instant> next = oldest.next();
            if (oldestFirst.size() <= max && !next.getValue().isBefore(deadline)) {
                break;
            }
            keys.add(next.getKey());
            oldest.remove();
        }
        return keys;
    }
}
