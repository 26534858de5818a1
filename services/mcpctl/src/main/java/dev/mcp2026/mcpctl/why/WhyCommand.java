package dev.mcp2026.mcpctl.why;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.identity.Explanation;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.mcpctl.saga.SagaStory;
import dev.mcp2026.proto.mesh.v1.ExplainRouteRequest;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.InstanceExplanation;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "why",
        description = {
            "Explain a verdict: what was seen, by whom, when, and what followed from it.",
            "Or a route: which way calls to a cell go, the measurements it was chosen from, and its changes.",
            "Or which SPIFFE identities a process gets, and what is known of an identity.",
            "Or a saga: where it stands, why, and all that happened to it."
        })
public final class WhyCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Parameters(
            index = "0",
            paramLabel = "SUBJECT",
            description = "service/NAME, instance/SERVICE/INSTANCE or instance/CELL/SERVICE/INSTANCE; "
                    + "route/CELL for the route from the context's cell to that one; identity/PID or "
                    + "identity/SPIFFE-ID for what the cell's identity cache gives; saga/ID.")
    String subject;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "What follows the kind where that is a word of its own: route CELL, identity PID.")
    @Nullable
    String name;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else the context's.")
    @Nullable
    String tenant;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        switch (Subject.parse(subject, name)) {
            case Subject.Registered about -> explain(about);
            case Subject.Route(var cell) -> explainRoute(cell);
            case Subject.OneSaga(var id) -> SagaStory.show(mcpctl, id, output.format(), true);
            case Subject.Identity(var asked) -> Explanation.show(mcpctl, asked, output.format());
        }
        return ExitCodes.OK;
    }

    private void explain(Subject.Registered about) {
        ExplainRequest.Builder request = ExplainRequest.newBuilder()
                .setTenant(mcpctl.tenant(tenant).value())
                .setService(about.service().value());
        if (about instanceof Subject.OneInstance one) {
            request.setInstance(one.instance().value());
        }
        ExplainResponse answer;
        try (RegistryConnection cell = mcpctl.connect()) {
            answer = cell.call(stub -> stub.explain(request.build()));
        }
        List<InstanceExplanation> instances = chosen(answer, about);
        new Answer(mcpctl.terminal(), output.format())
                .show(
                        () -> StoryTree.of(answer, instances),
                        wide -> new Story(mcpctl.terminal(), mcpctl.now()).tell(answer, instances));
    }

    private void explainRoute(CellId to) {
        ExplainRouteRequest request =
                ExplainRouteRequest.newBuilder().setToCell(to.value()).build();
        ExplainRouteResponse answer;
        try (RegistryConnection cell = mcpctl.connect()) {
            answer = cell.mesh(stub -> stub.explainRoute(request));
        }
        new Answer(mcpctl.terminal(), output.format())
                .show(
                        () -> RouteTree.of(answer),
                        wide -> new RouteStory(
                                        mcpctl.terminal(),
                                        mcpctl.now(),
                                        mcpctl.environment().zone())
                                .tell(answer));
    }

    private List<InstanceExplanation> chosen(ExplainResponse answer, Subject.Registered about) {
        List<InstanceExplanation> chosen = answer.getInstancesList().stream()
                .filter(each -> !(about instanceof Subject.OneInstance one)
                        || one.cell().isEmpty()
                        || one.cell().get().value().equals(each.getInstance().getCell()))
                .toList();
        if (chosen.isEmpty()) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    "nothing is registered as " + (name == null ? subject : subject + "/" + name),
                    "see what is with: mcpctl services");
        }
        return chosen;
    }
}
