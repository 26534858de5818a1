package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.output.OutputOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    SagaIdParameter id = new SagaIdParameter();

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException {
        try (SagaConnection coordinator = saga.mcpctl.connectSaga()) {
            return Follow.of(saga.mcpctl, coordinator, output.format()).until(id.value());
        }
    }
}
