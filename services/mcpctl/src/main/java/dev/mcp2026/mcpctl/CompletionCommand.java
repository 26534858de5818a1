package dev.mcp2026.mcpctl;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = {"Write a completion script for a shell.", "bash and zsh: source <(mcpctl completion bash)"})
public final class CompletionCommand implements Callable<Integer> {
    /// The shells served. One script does for both: it turns on zsh's bash completion itself.
    enum Shell {
        bash,
        zsh
    }

    @ParentCommand
    McpctlCommand mcpctl;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh")
    Shell shell;

    @Override
    public Integer call() {
        mcpctl.terminal().line(AutoComplete.bash("mcpctl", spec.root().commandLine()));
        return ExitCodes.OK;
    }
}
