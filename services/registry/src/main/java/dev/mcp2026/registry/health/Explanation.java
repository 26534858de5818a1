package dev.mcp2026.registry.health;

import java.util.List;

/// Why a verdict is what it is.
///
/// @param history newest first; bounded by [HealthRules#historyMax]
/// @param reasoning what it rests on right now, rule by rule, for a person
public record Explanation(Verdict verdict, List<Transition> history, List<String> reasoning) {
    public Explanation {
        history = List.copyOf(history);
        reasoning = List.copyOf(reasoning);
    }
}
