package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceKey;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// Instances as rows of the `services` table.
///
/// @param wide with tenant, place, labels and checks
record InstanceRows(boolean wide) {
    private static final List<String> HEADINGS =
            List.of("SERVICE", "INSTANCE", "CELL", "ENDPOINT", "STATE", "SINCE", "REASON");
    private static final List<String> WIDE_HEADINGS = List.of(
            "TENANT",
            "SERVICE",
            "INSTANCE",
            "CELL",
            "REGION",
            "ZONE",
            "ENDPOINTS",
            "CHECKS",
            "LABELS",
            "STATE",
            "SINCE",
            "REASON");

    List<String> headings() {
        return wide ? WIDE_HEADINGS : HEADINGS;
    }

    Table table(Collection<Instance> instances, Instant now) {
        Table table = new Table(headings());
        instances.forEach(instance -> table.row(row(instance, now)));
        return table;
    }

    List<Cell> row(Instance instance, Instant now) {
        Registration registration = instance.getRegistration();
        List<Cell> cells = new ArrayList<>();
        if (wide) {
            cells.add(Cell.of(registration.getTenant()));
        }
        cells.add(Cell.of(registration.getService()));
        cells.add(Cell.of(registration.getInstance()));
        cells.add(Cell.of(instance.getCell()));
        if (wide) {
            cells.add(Cell.of(registration.getRegion()));
            cells.add(Cell.of(registration.getZone()));
            cells.add(Cell.of(endpoints(registration, registration.getEndpointsCount())));
            cells.add(Cell.of(registration.getChecksList().stream()
                    .map(InstanceRows::check)
                    .collect(Collectors.joining(","))));
            cells.add(Cell.of(labels(registration)));
        } else {
            cells.add(Cell.of(endpoints(registration, 1)));
        }
        cells.addAll(verdict(instance, now));
        return cells;
    }

    /// A row whose state and age take the room that they may need later, so that columns stay where they are.
    List<Cell> widest() {
        List<Cell> cells = new ArrayList<>(Collections.nCopies(headings().size(), Cell.of("")));
        cells.set(headings().indexOf("STATE"), Cell.of("SUSPECT?"));
        cells.set(headings().indexOf("SINCE"), Cell.of("59m59s"));
        return cells;
    }

    /// The row of an instance that left the selection.
    List<Cell> removed(InstanceKey key) {
        List<Cell> cells = new ArrayList<>(Collections.nCopies(headings().size(), Cell.of("")));
        int service = wide ? 1 : 0;
        if (wide) {
            cells.set(0, Cell.of(key.getTenant()));
        }
        cells.set(service, Cell.of(key.getService()));
        cells.set(service + 1, Cell.of(key.getInstance()));
        cells.set(service + 2, Cell.of(key.getCell()));
        cells.set(headings().indexOf("STATE"), new Cell("REMOVED", Tone.FAINT));
        return cells;
    }

    private static List<Cell> verdict(Instance instance, Instant now) {
        Verdict verdict = instance.getVerdict();
        String since = verdict.hasSince() ? Times.age(Times.instant(verdict.getSince()), now) : "-";
        Cell state = new Cell(HealthText.of(verdict.getState()), HealthText.tone(verdict.getState()));
        Cell reason = Cell.of(HealthText.because(verdict));
        if (instance.hasStaleSince()) {
            // What is shown is what was last known, so neither colour nor reason may look current.
            String age = Times.age(Times.instant(instance.getStaleSince()), now);
            state = new Cell(state.text() + "?", Tone.FAINT);
            reason = new Cell("stale: nothing heard of " + instance.getCell() + " for " + age, Tone.WARNING);
        }
        return List.of(state, Cell.of(since), reason);
    }

    private static String endpoints(Registration registration, int shown) {
        List<Endpoint> endpoints = registration.getEndpointsList();
        String text = endpoints.stream().limit(shown).map(HealthText::of).collect(Collectors.joining(","));
        return endpoints.size() > shown ? text + " +" + (endpoints.size() - shown) : text;
    }

    private static String check(Check check) {
        return check.getName() + ":" + HealthText.kind(check);
    }

    private static String labels(Registration registration) {
        return registration.getLabelsMap().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }
}
