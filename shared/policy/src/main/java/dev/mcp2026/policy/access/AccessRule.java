package dev.mcp2026.policy.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One rule. What is empty matches everything.
///
/// @param roles by name
/// @param subjects their ids
/// @param labels that the resource has to have, all of them
/// @param when has to be true, too
public record AccessRule(
        String name,
        Effect effect,
        Set<String> roles,
        List<Glob> subjects,
        List<Glob> actions,
        List<Glob> resources,
        List<Glob> namespaces,
        Map<String, String> labels,
        Optional<Condition> when) {
    public AccessRule {
        roles = Set.copyOf(roles);
        subjects = List.copyOf(subjects);
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        namespaces = List.copyOf(namespaces);
        labels = Map.copyOf(labels);
    }

    /// Whether all of it but the condition matches.
    boolean fits(AccessRequest request) {
        return (roles.isEmpty() || roles.contains(request.subject().role()))
                && any(actions, request.action())
                && any(resources, request.resource())
                && any(namespaces, request.namespace())
                && any(subjects, request.subject().id())
                && labels.entrySet().stream()
                        .allMatch(label ->
                                label.getValue().equals(request.labels().get(label.getKey())));
    }

    private static boolean any(List<Glob> patterns, String text) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (Glob pattern : patterns) {
            if (pattern.matches(text)) {
                return true;
            }
        }
        return false;
    }

    /// A condition without a value has a denying rule deny, and an allowing one not allow.
    boolean applies(AccessRequest request) {
        if (!fits(request)) {
            return false;
        }
        return when.map(condition -> switch (condition.of(request)) {
                    case TRUE -> true;
                    case FALSE -> false;
                    case NONE -> effect == Effect.DENY;
                })
                .orElse(true);
    }
}
