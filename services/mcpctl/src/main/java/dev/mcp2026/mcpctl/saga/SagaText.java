package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.saga.v1.Saga;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.SagaStep;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sagas and their steps, as rows and as data.
final class SagaText {
    private static final String PHASE = "SAGA_PHASE_";
    private static final String STATE = "STATE_";
    private static final int REASON_CHARS = 100;

    private SagaText() {}

    static Table table(List<Saga> sagas, Instant now) {
        Table table = new Table("ID", "NAME", "TENANT", "PHASE", "STARTED", "CHANGED", "REASON");
        for (Saga saga : sagas) {
            table.row(
                    Cell.of(saga.getSagaId()),
                    Cell.of(saga.getName()),
                    Cell.of(saga.getTenant()),
                    phase(saga),
                    Cell.of(Times.ago(Times.instant(saga.getStarted()), now)),
                    Cell.of(Times.ago(Times.instant(saga.getChanged()), now)),
                    Cell.of(shortened(saga.getReason())));
        }
        return table;
    }

    static Table steps(List<SagaStep> steps) {
        Table table = new Table("STEP", "STATE", "AFTER", "ATTEMPTS", "RESULT OR PROBLEM");
        for (SagaStep step : steps) {
            table.row(
                    Cell.of(step.getName() + (step.getPivot() ? " (pivot)" : "")),
                    state(step.getState()),
                    Cell.of(String.join(" ", step.getAfterList())),
                    Cell.of(step.getAttempts() == 0 ? "" : Integer.toString(step.getAttempts())),
                    Cell.of(shortened(step.getProblem().isEmpty() ? step.getResult() : step.getProblem())));
        }
        return table;
    }

    private static String shortened(String text) {
        return Cell.shortened(text, REASON_CHARS);
    }

    static Cell phase(Saga saga) {
        String name = word(saga.getPhase());
        if (saga.getStuck()) {
            return new Cell(name + ", stuck", Tone.BAD);
        }
        return new Cell(
                name,
                switch (saga.getPhase()) {
                    case SAGA_PHASE_COMPLETED -> Tone.GOOD;
                    case SAGA_PHASE_COMPENSATING, SAGA_PHASE_COMPENSATED -> Tone.WARNING;
                    case SAGA_PHASE_RUNNING, SAGA_PHASE_UNSPECIFIED, UNRECOGNIZED -> Tone.PLAIN;
                });
    }

    private static String word(SagaPhase phase) {
        return word(phase.name(), PHASE);
    }

    private static String word(SagaStep.State state) {
        return word(state.name(), STATE);
    }

    private static String word(String name, String prefix) {
        return name.replace(prefix, "").toLowerCase(Locale.ROOT);
    }

    private static Cell state(SagaStep.State state) {
        String name = state.name().replace(STATE, "").toLowerCase(Locale.ROOT);
        return new Cell(
                name,
                switch (state) {
                    case STATE_DONE, STATE_UNDONE -> Tone.GOOD;
                    case STATE_TRYING, STATE_UNDOING, STATE_SKIPPED -> Tone.WARNING;
                    case STATE_REFUSED, STATE_ABANDONED, STATE_DEAD -> Tone.BAD;
                    case STATE_WAITING, STATE_UNSPECIFIED, UNRECOGNIZED -> Tone.FAINT;
                });
    }

    static Map<String, Object> tree(Saga saga) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sagaId", saga.getSagaId());
        tree.put("name", saga.getName());
        tree.put("tenant", saga.getTenant());
        tree.put("phase", word(saga.getPhase()));
        tree.put("stuck", saga.getStuck());
        tree.put("started", Times.instant(saga.getStarted()).toString());
        tree.put("changed", Times.instant(saga.getChanged()).toString());
        tree.put("reason", saga.getReason());
        return tree;
    }

    static Map<String, Object> tree(SagaStep step) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("step", step.getName());
        tree.put("state", word(step.getState()));
        tree.put("after", List.copyOf(step.getAfterList()));
        tree.put("pivot", step.getPivot());
        tree.put("attempts", step.getAttempts());
        tree.put("problem", step.getProblem());
        tree.put("result", step.getResult());
        return tree;
    }
}
