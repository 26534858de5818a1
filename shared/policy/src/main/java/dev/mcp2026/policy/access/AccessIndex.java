package dev.mcp2026.policy.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All rules, found by what a request is about: its tenant, its action and its resource, or one label of that. Never
/// changed; a change of policies makes another one, and whoever decides swaps it in.
public final class AccessIndex {
    /// A text, or the part of it up to a separator with all that follows, or everything.
    private static final String ALL = "*";

    /// @param tenant empty for rules of the platform
    /// @param label `key=value`, or empty
    private record Place(String tenant, String action, String resource, String label) {}

    private final Map<Place, List<AccessDecision.By>> rules;
    private final Set<String> labelKeys;
    private final int size;

    private AccessIndex(Map<Place, List<AccessDecision.By>> rules, Set<String> labelKeys, int size) {
        this.rules = rules;
        this.labelKeys = labelKeys;
        this.size = size;
    }

    public static AccessIndex of(Collection<AccessPolicy> policies) {
        Map<Place, List<AccessDecision.By>> rules = new HashMap<>();
        Set<String> keys = new HashSet<>();
        int size = 0;
        for (AccessPolicy policy : policies) {
            for (AccessRule rule : policy.rules()) {
                size++;
                AccessDecision.By by = new AccessDecision.By(policy, rule);
                String tenant = policy.tenant().map(Object::toString).orElse("");
                // Any of its labels finds it; the least of them, so that two rules agree on it.
                Optional<Map.Entry<String, String>> label =
                        rule.labels().entrySet().stream().min(Map.Entry.comparingByKey());
                label.ifPresent(each -> keys.add(each.getKey()));
                String labelled =
                        label.map(each -> each.getKey() + "=" + each.getValue()).orElse("");
                for (String action : places(rule.actions(), ':')) {
                    for (String resource : places(rule.resources(), '/')) {
                        rules.computeIfAbsent(new Place(tenant, action, resource, labelled), first -> new ArrayList<>())
                                .add(by);
                    }
                }
            }
        }
        return new AccessIndex(rules, Set.copyOf(keys), size);
    }

    private static List<String> places(List<Glob> patterns, char separator) {
        return patterns.isEmpty()
                ? List.of(ALL)
                : patterns.stream()
                        .map(pattern -> place(pattern, separator))
                        .distinct()
                        .toList();
    }

    private static String place(Glob pattern, char separator) {
        if (!pattern.open()) {
            return pattern.text();
        }
        int at = pattern.text().indexOf(separator);
        return at < 0 ? ALL : pattern.text().substring(0, at + 1) + ALL;
    }

    private static String[] placesOf(String text, char separator) {
        int at = text.indexOf(separator);
        return at < 0 ? new String[] {text, ALL} : new String[] {text, text.substring(0, at + 1) + ALL, ALL};
    }

    /// Rules in it.
    public int size() {
        return size;
    }

    /// Denies what nothing allows, and what anything denies.
    public AccessDecision decide(AccessRequest request) {
        String own = request.subject().tenant();
        if (!own.isEmpty() && !own.equals(request.tenant().value())) {
            return new AccessDecision.NotAllowed(
                    request.subject().id() + " is of tenant " + own + ", not of " + request.tenant());
        }
        Search search = new Search(request);
        each(request, search);
        return search.found();
    }

    /// Every rule that fits, whether its condition holds or not.
    public List<AccessDecision.By> fitting(AccessRequest request) {
        List<AccessDecision.By> all = new ArrayList<>();
        each(request, found -> {
            for (AccessDecision.By by : found) {
                if (by.rule().fits(request) && !all.contains(by)) {
                    all.add(by);
                }
            }
            return true;
        });
        return all;
    }

    private interface Visitor {
        /// @return whether to go on
        boolean visit(List<AccessDecision.By> rules);
    }

    private void each(AccessRequest request, Visitor visitor) {
        String[] actions = placesOf(request.action(), ':');
        String[] resources = placesOf(request.resource(), '/');
        List<String> labels = labels(request);
        for (String tenant : new String[] {request.tenant().value(), ""}) {
            for (String action : actions) {
                for (String resource : resources) {
                    for (String label : labels) {
                        List<AccessDecision.By> found = rules.get(new Place(tenant, action, resource, label));
                        if (found != null && !visitor.visit(found)) {
                            return;
                        }
                    }
                }
            }
        }
    }

    private List<String> labels(AccessRequest request) {
        if (request.labels().isEmpty() || labelKeys.isEmpty()) {
            return List.of("");
        }
        List<String> all = new ArrayList<>(List.of(""));
        request.labels().forEach((key, value) -> {
            if (labelKeys.contains(key)) {
                all.add(key + "=" + value);
            }
        });
        return all;
    }

    /// Until a rule denies.
    private static final class Search implements Visitor {
        private final AccessRequest request;
        private AccessDecision found;

        Search(AccessRequest request) {
            this.request = request;
            this.found = new AccessDecision.NotAllowed(
                    "no rule allows " + request.action() + " on " + request.resource() + " of tenant "
                            + request.tenant() + " to " + request.subject().role());
        }

        AccessDecision found() {
            return found;
        }

        @Override
        public boolean visit(List<AccessDecision.By> rules) {
            for (AccessDecision.By by : rules) {
                boolean settles = by.rule().effect() == Effect.DENY || !found.isAllowed();
                if (settles && by.rule().applies(request)) {
                    if (by.rule().effect() == Effect.DENY) {
                        found = new AccessDecision.Denied(by);
                        return false;
                    }
                    found = new AccessDecision.Allowed(by);
                }
            }
            return true;
        }
    }
}
