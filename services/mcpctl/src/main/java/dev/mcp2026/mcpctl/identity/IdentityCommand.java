package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.McpctlCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "identity",
        description = {
            "Show and change who gets which SPIFFE identity in a cell.",
            "Asked is the identity cache of the context's cell; the context file says where it is."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EntriesCommand.class,
            SvidCommand.class,
            BundleCommand.class,
            FederationsCommand.class,
            RotateCommand.class,
            IdentityWhyCommand.class
        })
public final class IdentityCommand {
    @ParentCommand
    McpctlCommand mcpctl;
}
