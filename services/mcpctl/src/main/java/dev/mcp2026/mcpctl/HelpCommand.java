package dev.mcp2026.mcpctl;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "help", description = "Show help for a command, or 'help exit-codes'.")
public final class HelpCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Spec
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "A command, or exit-codes.")
    @Nullable
    String topic;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        if (topic == null) {
            root.usage(mcpctl.terminal().out());
        } else if (topic.equals("exit-codes")) {
            mcpctl.terminal().print(exitCodes());
        } else {
            CommandLine command = root.getSubcommands().get(topic);
            if (command == null) {
                throw new ParameterException(root, "no command '" + topic + "'; see mcpctl help");
            }
            command.usage(mcpctl.terminal().out());
        }
        return ExitCodes.OK;
    }

    private static Table exitCodes() {
        Table table = new Table("CODE", "NAME", "MEANING");
        row(table, ExitCodes.OK, "OK", "done");
        row(table, ExitCodes.INTERNAL, FaultKind.INTERNAL.name(), ExitCodes.meaning(FaultKind.INTERNAL));
        row(table, ExitCodes.USAGE, "USAGE", "the command line is wrong");
        for (FaultKind kind : FaultKind.values()) {
            if (kind != FaultKind.INTERNAL) {
                row(table, ExitCodes.of(kind), kind.name(), ExitCodes.meaning(kind));
            }
        }
        row(table, ExitCodes.COMPENSATED, "COMPENSATED", "the saga went back: what it had done is undone");
        return table;
    }

    private static void row(Table table, int code, String name, String meaning) {
        table.row(Cell.of(Integer.toString(code)), Cell.of(name), Cell.of(meaning));
    }
}
