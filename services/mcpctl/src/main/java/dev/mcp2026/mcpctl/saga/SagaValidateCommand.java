package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "validate",
        description = "Check a definition completely, without any server: errors name line and field.")
public final class SagaValidateCommand implements Callable<Integer> {
    private static final TenantId DEFAULT = new TenantId("default");

    @ParentCommand
    SagaCommand saga;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|-",
            required = true,
            description = "One 'kind: Saga' document; '-' reads standard input.")
    String source;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "For a definition that names none.")
    @Nullable
    String tenant;

    @Override
    public Integer call() {
        var definition = DefinitionFile.read(source, tenant == null ? DEFAULT : new TenantId(tenant))
                .definition();
        int steps = definition.steps().size();
        saga.mcpctl
                .terminal()
                .line("saga " + definition.name() + " of tenant " + definition.tenant() + " is valid: " + steps
                        + (steps == 1 ? " step" : " steps")
                        + definition
                                .pivot()
                                .map(step -> ", pivot " + step.name())
                                .orElse(""));
        return ExitCodes.OK;
    }
}
