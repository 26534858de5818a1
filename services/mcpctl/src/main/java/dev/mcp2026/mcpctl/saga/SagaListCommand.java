package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.Pages;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.proto.saga.v1.ListSagasRequest;
import dev.mcp2026.proto.saga.v1.ListSagasResponse;
import dev.mcp2026.proto.saga.v1.Saga;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "list", description = "List sagas, the newest first.")
public final class SagaListCommand implements Callable<Integer> {
    /// Phases as users name them.
    enum Phase {
        running(SagaPhase.SAGA_PHASE_RUNNING),
        compensating(SagaPhase.SAGA_PHASE_COMPENSATING),
        completed(SagaPhase.SAGA_PHASE_COMPLETED),
        compensated(SagaPhase.SAGA_PHASE_COMPENSATED);

        private final SagaPhase phase;

        Phase(SagaPhase phase) {
            this.phase = phase;
        }
    }

    @ParentCommand
    SagaCommand saga;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else of all that you may see.")
    @Nullable
    String tenant;

    @Option(names = "--name", paramLabel = "NAME", description = "Only those of this definition.")
    String name = "";

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            split = ",",
            description = "Only those in one of these: ${COMPLETION-CANDIDATES}.")
    List<Phase> phases = List.of();

    @Option(names = "--stuck", description = "Only those with a step that somebody has to look at.")
    boolean stuck;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat output;

    @Override
    public Integer call() {
        ListSagasRequest.Builder request = ListSagasRequest.newBuilder()
                .setTenant(tenant == null ? "" : new TenantId(tenant).value())
                .setName(name)
                .setStuckOnly(stuck)
                .setPageSize(Pages.SIZE);
        phases.forEach(each -> request.addPhases(each.phase));
        List<Saga> sagas;
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            sagas = Pages.all("--tenant", token -> {
                ListSagasResponse page = coordinator.call(stub ->
                        stub.listSagas(request.clone().setPageToken(token).build()));
                return new Pages.Page<>(page.getSagasList(), page.getNextPageToken());
            });
        }
        Terminal terminal = saga.mcpctl.terminal();
        new Answer(terminal, output)
                .show(() -> sagas.stream().map(SagaText::tree).toList(), wide -> {
                    if (sagas.isEmpty()) {
                        terminal.note("no sagas match; run one with: mcpctl saga run -f FILE");
                    } else {
                        terminal.print(SagaText.table(sagas, saga.mcpctl.now()));
                    }
                });
        return ExitCodes.OK;
    }
}
