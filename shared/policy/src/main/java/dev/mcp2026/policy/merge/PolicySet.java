package dev.mcp2026.policy.merge;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.policy.access.AccessPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All policies as one cell knows them. Joins are commutative, associative and idempotent: in whatever order, and
/// however often, cells hear of each other, they end with equal sets.
///
/// @param registers removed policies too: without them a late edit would bring one back
public record PolicySet(SortedMap<PolicyKey, Register> registers) {
    public static final PolicySet EMPTY = new PolicySet(new TreeMap<>());

    public PolicySet {
        registers = Collections.unmodifiableSortedMap(new TreeMap<>(registers));
    }

    public PolicySet put(CellId cell, HlcTimestamp at, String by, AccessPolicy policy) {
        return edit(PolicyKey.of(policy), cell, at, by, Optional.of(policy));
    }

    public PolicySet remove(PolicyKey key, CellId cell, HlcTimestamp at, String by) {
        return registers.containsKey(key) ? edit(key, cell, at, by, Optional.empty()) : this;
    }

    private PolicySet edit(PolicyKey key, CellId cell, HlcTimestamp at, String by, Optional<AccessPolicy> policy) {
        SortedMap<PolicyKey, Register> next = new TreeMap<>(registers);
        next.put(key, registers.getOrDefault(key, Register.EMPTY).edit(cell, at, by, policy));
        return new PolicySet(next);
    }

    public PolicySet join(PolicySet other) {
        SortedMap<PolicyKey, Register> joined = new TreeMap<>(registers);
        other.registers.forEach((key, register) -> joined.merge(key, register, Register::join));
        return new PolicySet(joined);
    }

    /// Only what changed since, for others: a part of it that is joined like the whole.
    public PolicySet since(PolicySet older) {
        SortedMap<PolicyKey, Register> changed = new TreeMap<>();
        registers.forEach((key, register) -> {
            if (!register.equals(older.registers.get(key))) {
                changed.put(key, register);
            }
        });
        return new PolicySet(changed);
    }

    /// What holds.
    public List<AccessPolicy> effective() {
        return registers.values().stream()
                .map(Register::effective)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Policies between whose versions somebody has to decide, with those.
    public Map<PolicyKey, Register> conflicts() {
        SortedMap<PolicyKey, Register> conflicts = new TreeMap<>();
        registers.forEach((key, register) -> {
            if (register.isConflicting()) {
                conflicts.put(key, register);
            }
        });
        return conflicts;
    }
}
