package dev.mcp2026.identity.operations;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.UpstreamStatus;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryIndex;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.workload.Caller;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.trust.SpiffeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Why a process gets the identities it gets, or what is known of an identity.
///
/// @param subject what was asked about
/// @param selectors attested of the process; empty for an identity
/// @param matches the entries that count, and for a process those that nearly match
public record Explanation(
        String subject,
        String verdict,
        List<Selector> selectors,
        List<Match> matches,
        List<SvidCache.Cached> svids,
        UpstreamStatus upstream,
        List<String> notes) {
    private static final int NEAR_MISSES = 5;

    public Explanation {
        selectors = List.copyOf(selectors);
        matches = List.copyOf(matches);
        svids = List.copyOf(svids);
        notes = List.copyOf(notes);
    }

    /// What is cached of some entries.
    interface Cached {
        List<SvidCache.Cached> of(Predicate<Entry> which);
    }

    /// @param missing selectors of the entry that the process does not have
    public record Match(Entry entry, Set<Selector> missing) {
        public Match {
            missing = Set.copyOf(missing);
        }

        public boolean matches() {
            return missing.isEmpty();
        }
    }

    static Explanation ofProcess(int pid, Caller caller, EntryIndex index, Cached cache, Authority authority) {
        List<Match> matches = new ArrayList<>();
        Set<Entry> mine = new HashSet<>(index.matching(caller.selectors()));
        mine.stream()
                .sorted(Comparator.comparing(Entry::key))
                .forEach(entry -> matches.add(new Match(entry, Set.of())));
        if (mine.isEmpty()) {
            matches.addAll(nearMisses(caller, index));
        }
        List<String> notes = new ArrayList<>();
        if (caller.selectors().stream().noneMatch(selector -> selector.value().startsWith("path:"))) {
            notes.add("/proc does not say what it runs: only its user and group are known");
        }
        String verdict = mine.isEmpty()
                ? "it has no identity: no entry's selectors are all among its own"
                : "it has " + mine.size() + (mine.size() == 1 ? " identity" : " identities");
        return new Explanation(
                "process " + pid,
                verdict,
                new TreeSet<>(caller.selectors()).stream().toList(),
                matches,
                cache.of(mine::contains),
                authority.status(),
                notes);
    }

    /// Entries that lack least.
    private static List<Match> nearMisses(Caller caller, EntryIndex index) {
        return index
                .page(
                        Optional.empty(),
                        entry -> entry.selectors().stream().anyMatch(caller.selectors()::contains),
                        Integer.MAX_VALUE)
                .stream()
                .map(entry -> {
                    Set<Selector> missing = new HashSet<>(entry.selectors());
                    missing.removeAll(caller.selectors());
                    return new Match(entry, missing);
                })
                .sorted(Comparator.comparingInt((Match match) -> match.missing().size())
                        .thenComparing(match -> match.entry().key()))
                .limit(NEAR_MISSES)
                .toList();
    }

    static Explanation ofIdentity(
            SpiffeId id,
            String trustDomain,
            Predicate<TenantId> visible,
            EntryIndex index,
            Cached cache,
            Authority authority) {
        Predicate<Entry> wanted = entry -> entry.id().equals(id) && visible.test(entry.tenant());
        List<Entry> entries = index.page(Optional.empty(), wanted, Integer.MAX_VALUE);
        List<SvidCache.Cached> cached = cache.of(wanted);
        List<String> notes = new ArrayList<>();
        if (!id.isMemberOf(trustDomain)) {
            notes.add("it is of another trust domain; this one is " + trustDomain);
        }
        String verdict;
        if (entries.isEmpty()) {
            verdict = "nobody gets it here: there is no entry for it";
        } else if (cached.isEmpty()) {
            verdict = "whoever matches gets it; nobody has asked lately";
        } else if (cached.stream().anyMatch(SvidCache.Cached::stale)) {
            verdict = "it is served from the cache, the authority does not answer";
        } else {
            verdict = "it is issued and fresh";
        }
        return new Explanation(
                id.toString(),
                verdict,
                List.of(),
                entries.stream().map(entry -> new Match(entry, Set.of())).toList(),
                cached,
                authority.status(),
                notes);
    }
}
