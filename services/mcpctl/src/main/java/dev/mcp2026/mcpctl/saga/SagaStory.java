package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.saga.v1.GetSagaRequest;
import dev.mcp2026.proto.saga.v1.GetSagaResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/// One saga: where it stands and why, its steps, and all that happened to it.
public final class SagaStory {
    private SagaStory() {}

    /// Asks and shows.
    ///
    /// @param history also as text; data always has it
    public static void show(McpctlCommand mcpctl, String id, OutputFormat output, boolean history) {
        GetSagaResponse saga;
        try (SagaConnection coordinator = mcpctl.connectSaga()) {
            saga = coordinator.call(stub ->
                    stub.getSaga(GetSagaRequest.newBuilder().setSagaId(id).build()));
        }
        new Answer(mcpctl.terminal(), output).show(() -> tree(saga), wide -> tell(mcpctl, saga, history || wide));
    }

    private static void tell(McpctlCommand mcpctl, GetSagaResponse saga, boolean history) {
        Terminal terminal = mcpctl.terminal();
        Cell phase = SagaText.phase(saga.getSaga());
        terminal.line(terminal.paint(Tone.STRONG, "saga/" + saga.getSaga().getSagaId()) + ": "
                + Cell.clean(saga.getSaga().getName()) + " of tenant "
                + Cell.clean(saga.getSaga().getTenant()) + " is " + terminal.paint(phase.tone(), phase.text())
                + (saga.getSaga().getReason().isEmpty()
                        ? ""
                        : ", since " + Cell.clean(saga.getSaga().getReason())));
        terminal.line("  started by " + Cell.clean(saga.getStartedBy()) + ", "
                + Times.ago(Times.instant(saga.getSaga().getStarted()), mcpctl.now()) + "; epoch " + saga.getEpoch());
        terminal.line("");
        terminal.print(SagaText.steps(saga.getStepsList()));
        if (history) {
            EventText text = new EventText(mcpctl.environment().zone());
            terminal.line("");
            saga.getEventsList().forEach(event -> terminal.line(text.line(event, terminal)));
        }
    }

    private static Map<String, Object> tree(GetSagaResponse saga) {
        Map<String, Object> tree = new LinkedHashMap<>(SagaText.tree(saga.getSaga()));
        tree.put("startedBy", saga.getStartedBy());
        tree.put("deadline", Times.instant(saga.getDeadline()).toString());
        tree.put("epoch", saga.getEpoch());
        tree.put("input", saga.getInput());
        tree.put("steps", saga.getStepsList().stream().map(SagaText::tree).toList());
        tree.put("events", saga.getEventsList().stream().map(EventText::tree).toList());
        return tree;
    }
}
