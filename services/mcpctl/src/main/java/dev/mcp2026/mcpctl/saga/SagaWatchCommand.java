package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.output.OutputFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "watch",
        description = {
            "Show all that happened to a saga, and what happens from now on, until it ends.",
            "A coordinator that goes away meanwhile is waited for. Exit status as of 'run'."
        })
public final class SagaWatchCommand implements Callable<Integer> {
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
    public Integer call() throws InterruptedException {
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            return Follow.of(saga.mcpctl, coordinator, output).until(SagaName.id(id));
        }
    }
}
