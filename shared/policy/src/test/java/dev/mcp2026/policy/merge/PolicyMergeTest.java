package dev.mcp2026.policy.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.policy.PolicyName;
import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.access.AccessRule;
import dev.mcp2026.policy.access.Effect;
import dev.mcp2026.policy.access.Glob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyMergeTest {
    private static final List<CellId> CELLS = List.of(new CellId("cell1"), new CellId("cell2"), new CellId("cell3"));
    private static final List<String> RIGHTS = List.of("a:read", "a:write", "b:read", "b:write");
    private static final int STEPS = 60;

    private static AccessRule rule(Effect effect, String action) {
        return new AccessRule(
                action.replace(':', '-'),
                effect,
                Set.of(),
                List.of(),
                List.of(Glob.of(action)),
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    private static AccessPolicy policy(String name, List<AccessRule> rules) {
        return new AccessPolicy(new PolicyName(name), Optional.of(new TenantId("shop")), rules, List.of());
    }

    private static HlcTimestamp at(long time) {
        return HlcTimestamp.of(time, 0);
    }

    private static Set<String> allowed(PolicySet set) {
        Set<String> allowed = new HashSet<>();
        for (AccessPolicy policy : set.effective()) {
            policy.rules().stream()
                    .filter(rule -> rule.effect() == Effect.ALLOW)
                    .forEach(rule -> allowed.add(policy.name() + " " + rule.name()));
        }
        return allowed;
    }

    @Test
    void aRightThatWasTakenAwayDoesNotComeBackByAConcurrentEdit() {
        AccessPolicy both = policy("p", List.of(rule(Effect.ALLOW, "a:read"), rule(Effect.ALLOW, "a:write")));
        PolicySet before = PolicySet.EMPTY.put(CELLS.get(0), at(1), "me", both);
        PolicySet revoked = before.put(CELLS.get(0), at(2), "me", policy("p", List.of(rule(Effect.ALLOW, "a:read"))));
        List<AccessRule> more = new ArrayList<>(both.rules());
        more.add(rule(Effect.DENY, "b:read"));
        PolicySet edited = before.put(CELLS.get(1), at(3), "other", policy("p", more));
        PolicySet merged = revoked.join(edited);
        assertThat(merged.conflicts()).hasSize(1);
        assertThat(allowed(merged)).containsExactly("p a-read");
        assertThat(merged.effective().getFirst().rules()).contains(rule(Effect.DENY, "b:read"));
        // Who has seen both decides.
        PolicySet decided = merged.put(CELLS.get(2), at(4), "third", both);
        assertThat(decided.conflicts()).isEmpty();
        assertThat(decided.join(revoked).join(edited)).isEqualTo(decided);
        assertThat(allowed(decided)).containsExactlyInAnyOrder("p a-read", "p a-write");
    }

    @Test
    void aRemovalWinsOverAConcurrentEdit() {
        PolicySet before =
                PolicySet.EMPTY.put(CELLS.get(0), at(1), "me", policy("p", List.of(rule(Effect.ALLOW, "a:read"))));
        PolicySet removed = before.remove(new PolicyKey("shop", new PolicyName("p")), CELLS.get(0), at(2), "me");
        PolicySet edited =
                before.put(CELLS.get(1), at(9), "other", policy("p", List.of(rule(Effect.ALLOW, "a:write"))));
        assertThat(removed.join(edited).effective()).isEmpty();
        assertThat(edited.join(removed)).isEqualTo(removed.join(edited));
    }

    private record Edit(PolicyKey key, Dot dot) {}

    /// What each edit grants, and which edits had been seen where it was made.
    private static final class History {
        private final Map<Edit, Set<Dot>> seenBy = new HashMap<>();
        private final Map<Edit, Set<String>> granted = new HashMap<>();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void cellsAgreeInTheEndAndNoRevokedRightComesBack(long seed) {
        Random random = new Random(seed);
        List<PolicySet> cells = new ArrayList<>(List.of(PolicySet.EMPTY, PolicySet.EMPTY, PolicySet.EMPTY));
        List<PolicySet> onTheWay = new ArrayList<>();
        History history = new History();
        for (int step = 0; step < STEPS; step++) {
            int cell = random.nextInt(cells.size());
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    edit(cells, cell, step, random, history);
                    onTheWay.add(cells.get(cell));
                }
                case 2 -> onTheWay.add(cells.get(cell).since(cells.get(random.nextInt(cells.size()))));
                default -> {
                    // In any order, more than once, and some never.
                    if (!onTheWay.isEmpty()) {
                        cells.set(cell, cells.get(cell).join(onTheWay.get(random.nextInt(onTheWay.size()))));
                    }
                }
            }
            for (PolicySet each : cells) {
                assertNoRevokedRight(each, history, seed);
            }
        }
        PolicySet all = cells.get(0).join(cells.get(1)).join(cells.get(2));
        for (int i = 0; i < cells.size(); i++) {
            PolicySet other = cells.get(2).join(cells.get(i)).join(cells.get(1)).join(cells.get(0));
            assertThat(other).as("seed %d", seed).isEqualTo(all);
            assertThat(all.join(cells.get(i))).isEqualTo(all);
        }
        assertNoRevokedRight(all, history, seed);
    }

    private static void edit(List<PolicySet> cells, int cell, int step, Random random, History history) {
        String name = random.nextBoolean() ? "p" : "q";
        PolicyKey key = new PolicyKey("shop", new PolicyName(name));
        PolicySet before = cells.get(cell);
        Register known = before.registers().getOrDefault(key, Register.EMPTY);
        List<AccessRule> rules = new ArrayList<>();
        for (String right : RIGHTS) {
            if (random.nextBoolean()) {
                rules.add(rule(random.nextInt(4) == 0 ? Effect.DENY : Effect.ALLOW, right));
            }
        }
        PolicySet after = rules.isEmpty()
                ? before.remove(key, CELLS.get(cell), at(step + 1L), "me")
                : before.put(CELLS.get(cell), at(step + 1L), "me", policy(name, rules));
        cells.set(cell, after);
        Register now = after.registers().getOrDefault(key, Register.EMPTY);
        if (now.equals(known)) {
            return;
        }
        Edit made = new Edit(key, now.versions().firstKey());
        Set<Dot> seen = new HashSet<>();
        history.granted.keySet().stream()
                .filter(edit -> edit.key().equals(key))
                .map(Edit::dot)
                .filter(dot -> known.seen().getOrDefault(dot.cell(), 0L) >= dot.number())
                .forEach(seen::add);
        history.seenBy.put(made, seen);
        Set<String> granted = new HashSet<>();
        rules.stream()
                .filter(rule -> rule.effect() == Effect.ALLOW)
                .forEach(rule -> granted.add(name + " " + rule.name()));
        history.granted.put(made, granted);
    }

    /// A right that holds is granted by every edit that nothing known has come after.
    private static void assertNoRevokedRight(PolicySet set, History history, long seed) {
        set.registers().forEach((key, register) -> {
            for (Dot dot : register.versions().keySet()) {
                boolean overtaken = register.versions().keySet().stream()
                        .anyMatch(other -> !other.equals(dot)
                                && history.seenBy
                                        .getOrDefault(new Edit(key, other), Set.of())
                                        .contains(dot));
                assertThat(overtaken)
                        .as("seed %d: %s stays beside what came after it", seed, dot)
                        .isFalse();
                Optional<AccessPolicy> holds = register.effective();
                holds.ifPresent(policy -> policy.rules().stream()
                        .filter(rule -> rule.effect() == Effect.ALLOW)
                        .forEach(rule -> assertThat(history.granted.getOrDefault(new Edit(key, dot), Set.of()))
                                .as("seed %d", seed)
                                .contains(policy.name() + " " + rule.name())));
            }
        });
    }
}
