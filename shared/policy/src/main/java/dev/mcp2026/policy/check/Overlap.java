package dev.mcp2026.policy.check;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.policy.access.AccessRequest;
import dev.mcp2026.policy.access.AccessRule;
import dev.mcp2026.policy.access.Glob;
import dev.mcp2026.policy.access.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What two rules have in common, without their conditions.
final class Overlap {
    /// What a `*` is filled with in a request that shows something.
    private static final String SOMETHING = "x";
    private static final String ROLE = "workload";

    private Overlap() {}

    /// A request that both match, if there is one.
    static Optional<AccessRequest> of(AccessRule one, AccessRule other, TenantId tenant) {
        Optional<Glob> action = both(one.actions(), other.actions());
        Optional<Glob> resource = both(one.resources(), other.resources());
        Optional<Glob> namespace = both(one.namespaces(), other.namespaces());
        Optional<Glob> subject = both(one.subjects(), other.subjects());
        Optional<String> role = role(one.roles(), other.roles());
        Map<String, String> labels = new HashMap<>(one.labels());
        for (Map.Entry<String, String> label : other.labels().entrySet()) {
            String known = labels.putIfAbsent(label.getKey(), label.getValue());
            if (known != null && !known.equals(label.getValue())) {
                return Optional.empty();
            }
        }
        if (action.isEmpty() || resource.isEmpty() || namespace.isEmpty() || subject.isEmpty() || role.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AccessRequest(
                new Subject(text(subject.get()), role.get(), "", Map.of()),
                text(action.get()),
                text(resource.get()),
                tenant,
                namespace.get().open() && namespace.get().text().isEmpty() ? "" : text(namespace.get()),
                labels));
    }

    private static String text(Glob glob) {
        return glob.open() ? glob.text() + SOMETHING : glob.text();
    }

    private static Optional<Glob> both(List<Glob> one, List<Glob> other) {
        for (Glob mine : orAny(one)) {
            for (Glob theirs : orAny(other)) {
                Optional<Glob> both = mine.and(theirs);
                if (both.isPresent()) {
                    return both;
                }
            }
        }
        return Optional.empty();
    }

    private static List<Glob> orAny(List<Glob> patterns) {
        return patterns.isEmpty() ? List.of(Glob.ANY) : patterns;
    }

    private static Optional<String> role(Set<String> one, Set<String> other) {
        if (one.isEmpty() && other.isEmpty()) {
            return Optional.of(ROLE);
        }
        List<String> common = new ArrayList<>(one.isEmpty() ? other : one);
        if (!one.isEmpty() && !other.isEmpty()) {
            common.retainAll(other);
        }
        return common.stream().sorted().findFirst();
    }

    /// Whether the first matches whatever the second matches, before conditions.
    static boolean covers(AccessRule wide, AccessRule narrow) {
        return (wide.roles().isEmpty()
                        || (!narrow.roles().isEmpty() && wide.roles().containsAll(narrow.roles())))
                && covers(wide.actions(), narrow.actions())
                && covers(wide.resources(), narrow.resources())
                && covers(wide.namespaces(), narrow.namespaces())
                && covers(wide.subjects(), narrow.subjects())
                && narrow.labels().entrySet().containsAll(wide.labels().entrySet());
    }

    private static boolean covers(List<Glob> wide, List<Glob> narrow) {
        return orAny(narrow).stream().allMatch(each -> orAny(wide).stream().anyMatch(pattern -> pattern.covers(each)));
    }
}
