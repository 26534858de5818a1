package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.saga.definition.SagaDefinition;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "validate",
        description = "Check a definition completely, without any server: errors name line and field.")
public final class SagaValidateCommand implements Callable<Integer> {
    private static final TenantId DEFAULT = new TenantId("default");

    @ParentCommand
    SagaCommand saga;

    @Mixin
    DefinitionOptions definition = new DefinitionOptions();

    @Override
    public Integer call() {
        TenantId of = definition.tenant == null ? DEFAULT : new TenantId(definition.tenant);
        SagaDefinition valid = definition.read(of).read();
        int steps = valid.steps().size();
        saga.mcpctl
                .terminal()
                .line("saga " + valid.name() + " of tenant " + valid.tenant() + " is valid: " + steps
                        + (steps == 1 ? " step" : " steps")
                        + valid.pivot().map(step -> ", pivot " + step.name()).orElse(""));
        return ExitCodes.OK;
    }
}
