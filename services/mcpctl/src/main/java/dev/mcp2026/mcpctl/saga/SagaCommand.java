package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.mcpctl.McpctlCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "saga",
        description = {
            "Run operations of several steps that end completed or compensated, and look after them.",
            "Asked is the saga coordinator of the context's cell; the context file says where it is."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SagaRunCommand.class,
            SagaWatchCommand.class,
            SagaListCommand.class,
            SagaGetCommand.class,
            SagaValidateCommand.class,
            SagaCancelCommand.class,
            SagaRetryCommand.class,
            SagaSkipCommand.class
        })
public final class SagaCommand {
    @ParentCommand
    McpctlCommand mcpctl;
}
