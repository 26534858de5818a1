package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.error.Faults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Kubernetes' label selector syntax: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`,
/// `!a`, joined by
/// commas.
/// As there, `!=` and `notin` also match where the label is missing.
public record LabelSelector(List<Requirement> requirements) {
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());
    private static final int MAX_REQUIREMENTS = 32;
    private static final int MAX_CHARS = 4096;
    private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?";
    private static final Pattern SET = Pattern.compile("(" + NAME + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUALITY =
            Pattern.compile("(" + NAME + ")\\s*(==|=|!=)\\s*([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?|)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*(" + NAME + ")");

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /// One condition on one label.
    public sealed interface Requirement {
        boolean matches(Map<String, String> labels);
    }

    record In(String key, Set<String> values) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value != null && values.contains(value);
        }
    }

    record NotIn(String key, Set<String> values) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value == null || !values.contains(value);
        }
    }

    record Exists(String key, boolean wanted) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            return labels.containsKey(key) == wanted;
        }
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming the term that does
    ///     not parse
    public static LabelSelector parse(String text) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        if (text.length() > MAX_CHARS) {
            throw Faults.limit(
                    "labels", "the selector has " + text.length() + " characters", "use at most " + MAX_CHARS);
        }
        List<Requirement> requirements = new ArrayList<>();
        for (String term : terms(text)) {
            requirements.add(requirement(term.strip()));
        }
        if (requirements.size() > MAX_REQUIREMENTS) {
            throw Faults.limit(
                    "labels", requirements.size() + " conditions in the selector", "use at most " + MAX_REQUIREMENTS);
        }
        return new LabelSelector(requirements);
    }

    /// Splits at commas that are not in parentheses.
    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                terms.add(text.substring(start, i));
                start = i + 1;
            }
        }
        terms.add(text.substring(start));
        return terms;
    }

    private static Requirement requirement(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            Set<String> values = Arrays.stream(set.group(4).split(",", -1))
                    .map(String::strip)
                    .collect(Collectors.toUnmodifiableSet());
            return set.group(3).equals("in") ? new In(set.group(1), values) : new NotIn(set.group(1), values);
        }
        Matcher equality = EQUALITY.matcher(term);
        if (equality.matches()) {
            Set<String> value = Set.of(equality.group(4));
            return equality.group(3).equals("!=")
                    ? new NotIn(equality.group(1), value)
                    : new In(equality.group(1), value);
        }
        Matcher exists = EXISTS.matcher(term);
        if (exists.matches()) {
            return new Exists(exists.group(2), exists.group(1).isEmpty());
        }
        throw Faults.invalid(
                "labels",
                "'" + term + "' is not a label condition",
                "write a=b, a!=b, a in (b,c), a notin (b,c), a or !a");
    }
}
