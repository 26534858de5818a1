package dev.mcp2026.mcpctl.why;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.mcpctl.output.StructuredText;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.InstanceExplanation;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "why",
        description = {"Explain a verdict: what was seen, by whom, when, and what followed from it."})
public final class WhyCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Parameters(
            paramLabel = "SUBJECT",
            description = "service/NAME, instance/SERVICE/INSTANCE or instance/CELL/SERVICE/INSTANCE")
    String subject;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else the context's.")
    @Nullable
    String tenant;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat output;

    @Override
    public Integer call() {
        Subject about = Subject.parse(subject);
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
        switch (output) {
            case json -> mcpctl.terminal().line(StructuredText.json(StoryTree.of(answer, instances), true));
            case yaml -> mcpctl.terminal().line(StructuredText.yaml(StoryTree.of(answer, instances)));
            case table, wide -> new Story(mcpctl.terminal(), mcpctl.now()).tell(answer, instances);
        }
        return ExitCodes.OK;
    }

    private List<InstanceExplanation> chosen(ExplainResponse answer, Subject about) {
        List<InstanceExplanation> chosen = answer.getInstancesList().stream()
                .filter(each -> !(about instanceof Subject.OneInstance one)
                        || one.cell().isEmpty()
                        || one.cell().get().value().equals(each.getInstance().getCell()))
                .toList();
        if (chosen.isEmpty()) {
            throw Faults.of(
                    FaultKind.NOT_FOUND, "nothing is registered as " + subject, "see what is with: mcpctl services");
        }
        return chosen;
    }
}
