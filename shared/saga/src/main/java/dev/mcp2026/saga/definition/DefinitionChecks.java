package dev.mcp2026.saga.definition;

import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.template.TextTemplate;
import dev.mcp2026.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What makes steps a saga that can be carried to an end whatever fails.
final class DefinitionChecks {
    private final Map<StepName, StepReader.Read> steps = new LinkedHashMap<>();
    private final Map<StepName, Set<StepName>> ancestors = new LinkedHashMap<>();

    private DefinitionChecks() {}

    /// The steps, complete: what follows the pivot recovers forward.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming line and field
    static Map<StepName, StepDefinition> checked(List<StepReader.Read> read) {
        DefinitionChecks checks = new DefinitionChecks();
        read.forEach(checks::add);
        checks.knownOnly();
        checks.steps.keySet().forEach(name -> checks.walk(name, new LinkedHashSet<>()));
        Optional<StepReader.Read> pivot = checks.pivot();
        Map<StepName, StepDefinition> complete = new LinkedHashMap<>();
        checks.steps.forEach((name, each) -> complete.put(name, checks.complete(each, pivot)));
        return complete;
    }

    private void add(StepReader.Read read) {
        StepReader.Read first = steps.putIfAbsent(read.step().name(), read);
        if (first != null) {
            throw read.at()
                    .refused(
                            "step '" + read.step().name() + "' is already at line "
                                    + first.at().line(),
                            "give it another name");
        }
    }

    private void knownOnly() {
        steps.values()
                .forEach(read -> read.step().after().forEach(before -> {
                    if (!steps.containsKey(before)) {
                        throw read.at()
                                .refused(
                                        "step '" + read.step().name() + "' comes after '" + before
                                                + "', which is not there",
                                        "name one of " + steps.keySet());
                    }
                }));
    }

    private Set<StepName> walk(StepName name, LinkedHashSet<StepName> path) {
        Set<StepName> known = ancestors.get(name);
        if (known != null) {
            return known;
        }
        StepReader.Read read = java.util.Objects.requireNonNull(steps.get(name));
        if (!path.add(name)) {
            List<StepName> cycle = new ArrayList<>(path);
            String shown = String.join(
                    " → ",
                    cycle.subList(cycle.indexOf(name), cycle.size()).stream()
                            .map(StepName::value)
                            .toList());
            throw read.at().refused("steps wait for each other: " + shown + " → " + name, "take one 'after' away");
        }
        Set<StepName> found = new HashSet<>();
        for (StepName before : read.step().after()) {
            found.add(before);
            found.addAll(walk(before, path));
        }
        path.remove(name);
        ancestors.put(name, found);
        return found;
    }

    private boolean comesAfter(StepName later, StepName earlier) {
        return java.util.Objects.requireNonNull(ancestors.get(later)).contains(earlier);
    }

    private Optional<StepReader.Read> pivot() {
        Optional<StepReader.Read> pivot = Optional.empty();
        for (StepReader.Read read : steps.values()) {
            if (read.step().pivot()) {
                if (pivot.isPresent()) {
                    throw read.at()
                            .refused(
                                    "a second pivot; the first is '"
                                            + pivot.get().step().name() + "'",
                                    "keep one");
                }
                pivot = Optional.of(read);
            }
        }
        pivot.ifPresent(this::standsAlone);
        return pivot;
    }

    /// One beside it could fail when the pivot can't be taken back any more.
    private void standsAlone(StepReader.Read pivot) {
        StepName name = pivot.step().name();
        for (StepName other : steps.keySet()) {
            if (!other.equals(name) && !comesAfter(other, name) && !comesAfter(name, other)) {
                throw pivot.at()
                        .refused(
                                "the pivot '" + name + "' runs beside '" + other + "'",
                                "let one of them come after the other");
            }
        }
    }

    private StepDefinition complete(StepReader.Read read, Optional<StepReader.Read> pivot) {
        StepDefinition step = read.step();
        references(read);
        Optional<StepName> turn = pivot.map(each -> each.step().name());
        boolean beyond = turn.filter(name -> comesAfter(step.name(), name)).isPresent();
        if (step.pivot() || beyond) {
            if (read.undone()) {
                throw read.at()
                        .refused(
                                "'" + step.name() + "' is " + (beyond ? "after the pivot" : "the pivot")
                                        + " and never compensated",
                                "leave its compensation out");
            }
            if (read.recovery().filter(Recovery.BACKWARD::equals).isPresent()) {
                throw read.at()
                        .refused(
                                "'" + step.name() + "' can't recover backward: the saga can't be taken back there",
                                "write recovery: forward, or leave it out");
            }
            return beyond ? forward(step) : step;
        }
        if (!read.undone()) {
            throw read.at()
                    .refused(
                            "step '" + step.name() + "' has no compensation"
                                    + turn.map(name -> ", and comes before the pivot '" + name + "'")
                                            .orElse(""),
                            "say what undoes it, or 'compensation: none'");
        }
        return step;
    }

    private static StepDefinition forward(StepDefinition step) {
        Operation action = step.action();
        RetryPolicy retry = action.retry();
        return new StepDefinition(
                step.name(),
                step.after(),
                step.resource(),
                new Operation(
                        action.call(),
                        action.deadline(),
                        new RetryPolicy(RetryPolicy.UNTIL_DONE, retry.backoff(), retry.cap())),
                step.compensation(),
                Recovery.FORWARD,
                false);
    }

    private void references(StepReader.Read read) {
        StepDefinition step = read.step();
        Set<StepName> before = java.util.Objects.requireNonNull(ancestors.get(step.name()));
        check(step.resource(), step, before, false, read.at());
        step.action().call().templates().forEach(text -> check(text, step, before, false, read.at()));
        step.compensation()
                .ifPresent(undo -> undo.call().templates().forEach(text -> check(text, step, before, true, read.at())));
    }

    private void check(TextTemplate text, StepDefinition step, Set<StepName> before, boolean undo, YamlValue at) {
        for (String name : text.read()) {
            if (before.stream().anyMatch(known -> known.value().equals(name))) {
                continue;
            }
            boolean own = undo && name.equals(step.name().value());
            if (own && text.tested().contains(name)) {
                continue;
            }
            throw at.refused(
                    "'" + text + "' in step '" + step.name() + "' reads results." + name + ", "
                            + (own
                                    ? "which is not there when the action's outcome is not known"
                                    : "and '" + name + "' is no step before it"),
                    own
                            ? "ask first: has(results." + name + ") ? … : …"
                            : "read results of " + (before.isEmpty() ? "nothing: it is the first" : before));
        }
    }
}
