package dev.mcp2026.store.embedded;

import dev.mcp2026.store.Key;
import dev.mcp2026.store.LeaseId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Leases alive, when each ends, and the keys that hang on them. Deadlines are monotonic and in memory only: a store
/// that
/// was down or READ_ONLY gives every lease its whole time again, since nobody could renew it. Safe for any thread.
final class LeaseBook {
    private static final class Held {
        final Duration ttl;
        final Set<Key> keys = new TreeSet<>();
        long deadline;
        boolean ending;

        Held(Duration ttl, long deadline) {
            this.ttl = ttl;
            this.deadline = deadline;
        }
    }

    /// One per lease; its time may lag behind the lease's, and is corrected when it comes up.
    private record Alarm(long at, LeaseId lease) {}

    private final Map<LeaseId, Held> held = new HashMap<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(
            // Difference, since nanoTime may wrap.
            (a, b) -> Long.signum(a.at - b.at));

    synchronized void add(LeaseId lease, Duration ttl, long now) {
        long deadline = now + ttl.toNanos();
        held.put(lease, new Held(ttl, deadline));
        alarms.add(new Alarm(deadline, lease));
    }

    synchronized int size() {
        return held.size();
    }

    synchronized boolean alive(LeaseId lease) {
        Held it = held.get(lease);
        return it != null && !it.ending;
    }

    /// The lease's whole time, or null if it is gone or ending.
    synchronized @Nullable Duration renew(LeaseId lease, long now) {
        Held it = held.get(lease);
        if (it == null || it.ending) {
            return null;
        }
        it.deadline = now + it.ttl.toNanos();
        return it.ttl;
    }

    synchronized void renewAll(long now) {
        held.values().forEach(it -> {
            it.ending = false;
            it.deadline = now + it.ttl.toNanos();
        });
        alarms.clear();
        held.forEach((lease, it) -> alarms.add(new Alarm(it.deadline, lease)));
    }

    synchronized void attach(LeaseId lease, Key key) {
        Held it = held.get(lease);
        if (it != null) {
            it.keys.add(key);
        }
    }

    synchronized void detach(LeaseId lease, Key key) {
        Held it = held.get(lease);
        if (it != null) {
            it.keys.remove(key);
        }
    }

    synchronized List<Key> keys(LeaseId lease) {
        Held it = held.get(lease);
        return it == null ? List.of() : List.copyOf(it.keys);
    }

    synchronized void remove(LeaseId lease) {
        held.remove(lease);
    }

    synchronized void clear() {
        held.clear();
        alarms.clear();
    }

    /// Takes the leases whose time is over, oldest first; from here on they can't be renewed.
    synchronized List<LeaseId> takeExpired(long now) {
        List<LeaseId> expired = new ArrayList<>();
        Alarm first;
        while ((first = alarms.peek()) != null && first.at - now <= 0) {
            alarms.remove();
            Held it = held.get(first.lease);
            if (it == null) {
                continue;
            }
            if (it.deadline - now > 0) {
                alarms.add(new Alarm(it.deadline, first.lease));
            } else {
                it.ending = true;
                expired.add(first.lease);
            }
        }
        expired.sort(Comparator.comparingLong(LeaseId::value));
        return expired;
    }

    /// Nanoseconds until the next alarm, if there is one; may be early, never late.
    synchronized OptionalLong nextAlarm(long now) {
        Alarm first = alarms.peek();
        return first == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, first.at - now));
    }
}
