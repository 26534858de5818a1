package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.Pages;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.proto.saga.v1.ListSagasRequest;
import dev.mcp2026.proto.saga.v1.ListSagasResponse;
import dev.mcp2026.proto.saga.v1.Saga;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        ListSagasRequest.Builder wanted = ListSagasRequest.newBuilder()
                .setTenant(tenant == null ? "" : new TenantId(tenant).value())
                .setName(name)
                .setStuckOnly(stuck)
                .setPageSize(Pages.SIZE);
        phases.forEach(each -> wanted.addPhases(each.phase));
        List<Saga> sagas;
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            sagas = Pages.all("--tenant", token -> {
                ListSagasRequest request = wanted.setPageToken(token).build();
                ListSagasResponse page = coordinator.call(stub -> stub.listSagas(request));
                return new Pages.Page<>(page.getSagasList(), page.getNextPageToken());
            });
        }
        new Answer(saga.mcpctl.terminal(), output.format())
                .rows(
                        sagas,
                        SagaText::tree,
                        "no sagas match; run one with: mcpctl saga run -f FILE",
                        wide -> SagaText.table(sagas, saga.mcpctl.now()));
        return ExitCodes.OK;
    }
}
