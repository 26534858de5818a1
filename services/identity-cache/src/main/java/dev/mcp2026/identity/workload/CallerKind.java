package dev.mcp2026.identity.workload;

import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All callers with the same selectors, who get the same. Guarded by its own lock.
final class CallerKind {
    final Set<Selector> selectors;
    /// Held while entries are read for it.
    final Object reading = new Object();
    private final Set<Subscriber> subscribers = new HashSet<>();
    private List<Entry> entries = List.of();
    private @Nullable Published published;
    private long newest = -1;
    private long generation;
    /// What was begun up to then was made of what there is no more.
    private long outdated;
    /// Counted where the map of kinds is changed, so that one with a subscriber on its way is not dropped.
    private int places;

    /// @param number grows with each update of this kind
    record Published(long number, WorkloadUpdate update) {}

    CallerKind(Set<Selector> selectors) {
        this.selectors = selectors;
    }

    synchronized int places() {
        return places;
    }

    synchronized int take(int more) {
        places += more;
        return places;
    }

    synchronized void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    synchronized boolean remove(Subscriber subscriber) {
        return subscribers.remove(subscriber);
    }

    synchronized List<Entry> entries() {
        return entries;
    }

    synchronized @Nullable Published published() {
        return published;
    }

    /// What is made from now on is newer than what was begun before.
    synchronized long begin(List<Entry> now) {
        entries = now;
        return ++generation;
    }

    /// What there is must not be served to a new subscriber any more.
    synchronized void outdate() {
        published = null;
        outdated = generation;
    }

    /// @return whom to tell; nobody where something newer is there already
    synchronized List<Subscriber> publish(long number, WorkloadUpdate next) {
        if (number <= newest) {
            return List.of();
        }
        newest = number;
        published = number > outdated ? new Published(number, next) : null;
        return new ArrayList<>(subscribers);
    }
}
