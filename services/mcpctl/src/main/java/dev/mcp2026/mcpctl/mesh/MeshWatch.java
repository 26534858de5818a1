package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.mcpctl.output.StructuredText;
import dev.mcp2026.mcpctl.output.Terminal;
import java.time.Duration;
import java.time.InstantSource;

/// `mesh --watch`: asks again and again and shows it as suits the output, until interrupted. A cell has no stream
/// of its paths, since their figures never stand still.
record MeshWatch(McpctlCommand mcpctl, OutputFormat output) {
    /// A change of route shows within this time and that of the answers.
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /// A cell that hangs must not hold up the others' news for the whole of `--request-timeout`.
    static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(2);

    /// @throws FaultException when the context's cell does not answer the first time
    void run(MeshCells cells) throws InterruptedException {
        MeshDisplay display = display();
        display.show(cells.ask());
        while (true) {
            Thread.sleep(INTERVAL);
            display.show(cells.askAgain());
        }
    }

    private MeshDisplay display() {
        Terminal terminal = mcpctl.terminal();
        InstantSource clock = mcpctl.environment().clock();
        return switch (output) {
            case json ->
                new MeshLog(
                        terminal,
                        new PathRows(true),
                        changes -> PathTree.ofAll(changes)
                                .forEach(change -> terminal.line(StructuredText.json(change, false))));
            case yaml ->
                new MeshLog(
                        terminal,
                        new PathRows(true),
                        changes -> PathTree.ofAll(changes)
                                .forEach(change -> terminal.line("---\n" + StructuredText.yaml(change))));
            case table, wide -> {
                PathRows rows = new PathRows(output == OutputFormat.wide);
                yield terminal.interactive()
                        ? new MeshScreen(terminal, clock, rows)
                        : new MeshLog(terminal, rows, new ChangeLines(terminal, clock, rows));
            }
        };
    }
}
