package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.output.OutputFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "get",
        description = {"Show one saga and its steps.", "All that happened to it: mcpctl why saga/ID, or -o wide."})
public final class SagaGetCommand implements Callable<Integer> {
    @ParentCommand
    SagaCommand saga;

    @Parameters(paramLabel = "ID", description = "The saga's id, or saga/ID.")
    String id;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat output;

    @Override
    public Integer call() {
        SagaStory.show(saga.mcpctl, SagaName.id(id), output, false);
        return ExitCodes.OK;
    }
}
