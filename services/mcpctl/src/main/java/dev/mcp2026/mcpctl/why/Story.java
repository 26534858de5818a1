package dev.mcp2026.mcpctl.why;

import dev.mcp2026.mcpctl.catalogue.HealthText;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Sections;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.registry.v1.Evidence;
import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceExplanation;
import dev.mcp2026.proto.registry.v1.Transition;
import dev.mcp2026.proto.registry.v1.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Lays an explanation out as text: the verdict first, then what it rests on, then how it came to be.
record Story(Terminal terminal, Instant now) {
    /// From here on a reader may wonder whether anybody still looks.
    private static final Duration OLD = Duration.ofSeconds(10);

    void tell(ExplainResponse answer, List<InstanceExplanation> instances) {
        terminal.line("service/" + answer.getService() + " is " + state(answer.getState())
                + (answer.getSummary().isEmpty() ? "" : ": " + Cell.clean(answer.getSummary())));
        instances.forEach(this::tell);
    }

    private void tell(InstanceExplanation explanation) {
        Instance instance = explanation.getInstance();
        Verdict verdict = instance.getVerdict();
        terminal.line("");
        terminal.line(terminal.paint(Tone.STRONG, name(instance)) + "  " + endpoints(instance) + "  "
                + state(verdict.getState()) + since(verdict));
        if (instance.hasStaleSince()) {
            Instant stale = Times.instant(instance.getStaleSince());
            terminal.line("  stale     "
                    + terminal.paint(
                            Tone.WARNING,
                            "nothing heard of " + instance.getCell() + " for " + Times.age(stale, now)
                                    + "; this is what was last known"));
        }
        String because = HealthText.because(verdict);
        if (!because.isEmpty()) {
            terminal.line("  cause     " + Cell.clean(because));
        }
        section("  evidence  ", evidence(verdict.getEvidenceList()));
        if (verdict.getState() == HealthState.HEALTH_STATE_UP
                && verdict.getEvidenceList().stream().anyMatch(this::old)) {
            terminal.line(terminal.paint(
                    Tone.FAINT,
                    "            as it was when this was judged; what says the same later is not sent again"));
        }
        section(
                "  because   ",
                explanation.getReasoningList().stream().map(Cell::clean).toList());
        section("  history   ", history(explanation.getHistoryList()));
    }

    private List<String> evidence(List<Evidence> all) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Evidence evidence : all) {
            String check = evidence.getCheck().isEmpty() ? "" : " '" + evidence.getCheck() + "'";
            String count = evidence.getCount() > 1 ? " ×" + evidence.getCount() : "";
            rows.add(List.of(
                    Cell.of(HealthText.of(evidence.getKind()) + check),
                    new Cell(HealthText.of(evidence.getOutcome()) + count, HealthText.tone(evidence.getOutcome())),
                    Cell.of("seen by " + evidence.getObserver()),
                    Cell.of(evidence.hasAt() ? Times.ago(Times.instant(evidence.getAt()), now) : ""),
                    Cell.of(evidence.getDetail())));
        }
        return aligned(rows, 5);
    }

    private boolean old(Evidence evidence) {
        return evidence.hasAt()
                && Duration.between(Times.instant(evidence.getAt()), now).compareTo(OLD) > 0;
    }

    private List<String> history(List<Transition> transitions) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Transition transition : transitions) {
            String cause = HealthText.of(transition.getCause());
            rows.add(List.of(
                    new Cell(stamp(Times.instant(transition.getAt())), Tone.FAINT),
                    new Cell(
                            HealthText.of(transition.getFrom()) + " → " + HealthText.of(transition.getTo()),
                            HealthText.tone(transition.getTo())),
                    Cell.of((cause.isEmpty() ? "" : cause + ": ") + transition.getReason())));
        }
        return aligned(rows, 3);
    }

    private List<String> aligned(List<List<Cell>> rows, int width) {
        return new Sections(terminal).aligned(rows, width);
    }

    private void section(String heading, List<String> lines) {
        new Sections(terminal).section(heading, lines);
    }

    private String state(HealthState state) {
        return terminal.paint(HealthText.tone(state), HealthText.of(state));
    }

    private String since(Verdict verdict) {
        return verdict.hasSince() ? " for " + Times.age(Times.instant(verdict.getSince()), now) : "";
    }

    private static String stamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String name(Instance instance) {
        return "instance/" + instance.getCell() + "/"
                + instance.getRegistration().getService() + "/"
                + instance.getRegistration().getInstance();
    }

    private static String endpoints(Instance instance) {
        return String.join(
                ", ",
                instance.getRegistration().getEndpointsList().stream()
                        .map(HealthText::of)
                        .map(Cell::clean)
                        .toList());
    }
}
