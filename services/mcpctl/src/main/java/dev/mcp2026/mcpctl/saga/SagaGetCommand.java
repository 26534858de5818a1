package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.output.OutputOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "get",
        description = {"Show one saga and its steps.", "All that happened to it: mcpctl why saga/ID, or -o wide."})
public final class SagaGetCommand implements Callable<Integer> {
    @ParentCommand
    SagaCommand saga;

    @Mixin
    SagaIdParameter id = new SagaIdParameter();

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        SagaStory.show(saga.mcpctl, id.value(), output.format(), false);
        return ExitCodes.OK;
    }
}
