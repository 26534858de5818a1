package dev.mcp2026.policy.merge;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.access.AccessRule;
import dev.mcp2026.policy.access.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One policy: the versions of it that none of the others has seen, and all edits that are known.
///
/// @param seen of each cell the number of the last edit that is known, with all before it
/// @param versions more than one only where edits were concurrent
public record Register(Map<CellId, Long> seen, SortedMap<Dot, Version> versions) {
    public static final Register EMPTY = new Register(Map.of(), new TreeMap<>());

    public Register {
        seen = Map.copyOf(seen);
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /// An edit by somebody who sees this: it comes after all versions that are here.
    ///
    /// @param policy empty to remove it
    public Register edit(CellId cell, HlcTimestamp at, String by, Optional<AccessPolicy> policy) {
        Dot dot = new Dot(cell, seen.getOrDefault(cell, 0L) + 1);
        Map<CellId, Long> next = new HashMap<>(seen);
        next.put(cell, dot.number());
        return new Register(next, new TreeMap<>(Map.of(dot, new Version(dot, at, by, policy))));
    }

    /// What is known of both: a version stays where the other has it too, or has not seen it.
    public Register join(Register other) {
        SortedMap<Dot, Version> joined = new TreeMap<>();
        keep(this, other, joined);
        keep(other, this, joined);
        Map<CellId, Long> all = new HashMap<>(seen);
        other.seen.forEach((cell, number) -> all.merge(cell, number, Math::max));
        return new Register(all, joined);
    }

    private static void keep(Register mine, Register theirs, SortedMap<Dot, Version> joined) {
        mine.versions.forEach((dot, version) -> {
            if (theirs.versions.containsKey(dot) || !theirs.hasSeen(dot)) {
                joined.put(dot, version);
            }
        });
    }

    private boolean hasSeen(Dot dot) {
        return seen.getOrDefault(dot.cell(), 0L) >= dot.number();
    }

    /// Whether edits were concurrent, and nobody has decided between them yet.
    public boolean isConflicting() {
        return versions.size() > 1;
    }

    /// What holds: nothing where any version is a removal. Of several versions a rule that allows holds where all have
    /// it, one that denies where any has it, so that no right comes back which somebody took away.
    public Optional<AccessPolicy> effective() {
        List<AccessPolicy> all = new ArrayList<>();
        for (Version version : versions.values()) {
            if (version.policy().isEmpty()) {
                return Optional.empty();
            }
            all.add(version.policy().get());
        }
        if (all.size() < 2) {
            return all.stream().findFirst();
        }
        SortedMap<String, AccessRule> rules = new TreeMap<>();
        for (AccessPolicy each : all) {
            for (AccessRule rule : each.rules()) {
                boolean holds = rule.effect() == Effect.DENY
                        || all.stream().allMatch(other -> other.rules().contains(rule));
                if (holds) {
                    put(rules, rule);
                }
            }
        }
        AccessPolicy first = all.getFirst();
        return Optional.of(
                new AccessPolicy(first.name(), first.tenant(), List.copyOf(rules.values()), first.examples()));
    }

    /// Different rules that deny under one name are all kept.
    private static void put(SortedMap<String, AccessRule> rules, AccessRule rule) {
        String name = rule.name();
        for (int i = 2; rules.containsKey(name) && !rules.get(name).equals(named(rule, name)); i++) {
            name = rule.name() + "-" + i;
        }
        rules.put(name, named(rule, name));
    }

    private static AccessRule named(AccessRule rule, String name) {
        return new AccessRule(
                name,
                rule.effect(),
                rule.roles(),
                rule.subjects(),
                rule.actions(),
                rule.resources(),
                rule.namespaces(),
                rule.labels(),
                rule.when());
    }
}
