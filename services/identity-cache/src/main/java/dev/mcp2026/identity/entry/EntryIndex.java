package dev.mcp2026.identity.entry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// All entries in memory, found by a caller's selectors. Each entry is filed under that one of its selectors which
/// fewest others are filed under, so that a caller is compared with few entries, whatever all of them have in common.
public final class EntryIndex {
    private static final Comparator<Entry> PLATFORM_FIRST = Comparator.comparing(
                    (Entry entry) -> !entry.tenant().equals(Entry.PLATFORM))
            .thenComparing(Entry::key);

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final TreeMap<EntryName, Filed> byName = new TreeMap<>();
    private final Map<Selector, List<Entry>> bySelector = new HashMap<>();

    private record Filed(Entry entry, Selector under) {}

    /// @return what was there under its name
    public Optional<Entry> put(Entry entry) {
        return locked(() -> {
            Optional<Entry> before = drop(entry.key());
            Selector under = entry.selectors().stream()
                    .min((a, b) -> Integer.compare(filed(a), filed(b)))
                    .orElseThrow();
            bySelector.computeIfAbsent(under, first -> new ArrayList<>(1)).add(entry);
            byName.put(entry.key(), new Filed(entry, under));
            return before;
        });
    }

    public Optional<Entry> remove(EntryName name) {
        return locked(() -> drop(name));
    }

    private Optional<Entry> drop(EntryName name) {
        Filed known = byName.remove(name);
        if (known == null) {
            return Optional.empty();
        }
        List<Entry> there = bySelector.get(known.under());
        if (there != null) {
            there.remove(known.entry());
            if (there.isEmpty()) {
                bySelector.remove(known.under());
            }
        }
        return Optional.of(known.entry());
    }

    private int filed(Selector selector) {
        List<Entry> there = bySelector.get(selector);
        return there == null ? 0 : there.size();
    }

    /// Entries whose selectors the caller has, all of them; in the order of their names, but the platform's first.
    /// The first is what a workload uses that does not choose, and no tenant's entry may take a platform service's
    /// place.
    public List<Entry> matching(Set<Selector> selectors) {
        lock.readLock().lock();
        try {
            List<Entry> found = new ArrayList<>();
            for (Selector selector : selectors) {
                for (Entry entry : bySelector.getOrDefault(selector, List.of())) {
                    if (selectors.containsAll(entry.selectors())) {
                        found.add(entry);
                    }
                }
            }
            found.sort(PLATFORM_FIRST);
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    public Optional<Entry> get(EntryName name) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(byName.get(name)).map(Filed::entry);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Up to `limit` entries in the order of their names, those after `after`; empty: from the first.
    public List<Entry> page(Optional<EntryName> after, java.util.function.Predicate<Entry> wanted, int limit) {
        lock.readLock().lock();
        try {
            Collection<Filed> rest = after.map(name -> byName.tailMap(name, false))
                    .map(Map::values)
                    .orElseGet(byName::values);
            return rest.stream().map(Filed::entry).filter(wanted).limit(limit).toList();
        } finally {
            lock.readLock().unlock();
        }
    }

    public int size() {
        lock.readLock().lock();
        try {
            return byName.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
