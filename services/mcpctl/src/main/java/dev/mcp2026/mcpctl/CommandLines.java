package dev.mcp2026.mcpctl;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.output.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine;

/// Puts the commands together and turns every failure into one sentence and an exit code.
public final class CommandLines {
    private CommandLines() {}

    public static CommandLine create(
            Environment environment, CommandLine.IFactory factory, PrintWriter out, PrintWriter err) {
        McpctlCommand mcpctl = new McpctlCommand(environment);
        CommandLine line = new CommandLine(mcpctl, factory);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                environment.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, mcpctl));
        line.setParameterExceptionHandler((failure, arguments) -> {
            CommandLine command = failure.getCommandLine();
            if (arguments.length == 0) {
                line.usage(err);
                return ExitCodes.USAGE;
            }
            mcpctl.terminal().error(String.valueOf(failure.getMessage()));
            if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
                mcpctl.terminal().note("see: " + command.getCommandSpec().qualifiedName() + " --help");
            }
            return ExitCodes.USAGE;
        });
        return line;
    }

    private static int report(Exception failure, McpctlCommand mcpctl) {
        Terminal terminal = mcpctl.terminal();
        if (mcpctl.verbose) {
            failure.printStackTrace(terminal.err());
        }
        if (failure instanceof FaultException expected) {
            terminal.error(expected.fault().message());
            return ExitCodes.of(expected.fault().kind());
        }
        terminal.error("unexpected " + failure + "; this is a bug: run again with --verbose and report it");
        return ExitCodes.INTERNAL;
    }
}
