package dev.mcp2026.mcpctl.context;

import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "context",
        aliases = "contexts",
        description = "List the cells this user can talk to; '*' marks the current one.")
public final class ContextCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Override
    public Integer call() {
        ContextFile file = mcpctl.contexts();
        String chosen = mcpctl.context().name();
        Table table = new Table("", "NAME", "ADDRESS", "IDENTITY", "TENANT", "CERTIFICATE");
        for (Context context : file.contexts().values()) {
            table.row(
                    Cell.of(context.name().equals(chosen) ? "*" : ""),
                    Cell.of(context.name()),
                    Cell.of(context.address()),
                    Cell.of(context.identity().map(Object::toString).orElse("-")),
                    Cell.of(context.tenant().value()),
                    Cell.of(context.certificate().toString()));
        }
        mcpctl.terminal().print(table);
        return 0;
    }
}
