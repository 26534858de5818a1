package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.mcpctl.output.StructuredText;
import dev.mcp2026.mcpctl.output.Terminal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "mesh",
        description = {
            "Show the path between each two cells, as each cell of the context file measures it.",
            "'*' marks the way that calls go; SINCE is how long they go there, or for a way that is not taken how "
                    + "long it is in its state. One line a pair; -o wide shows every way.",
            "A pair without '*' has no route: shown is its best known way, with the last figures.",
            "Why a route is what it is: mcpctl why route CELL"
        })
public final class MeshCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on showing changes of route and state until interrupted.")
    boolean watch;

    @Option(
            names = "--cell",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "CELL",
            description = "Ask only this cell, by its context; without a name, only the context's.")
    @Nullable
    String cell;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException {
        List<Context> contexts = contexts();
        mcpctl.warnOfOpenKeys(contexts);
        try (MeshCells cells = new MeshCells(contexts, deadline())) {
            if (watch) {
                new MeshWatch(mcpctl, output.format()).run(cells);
            } else {
                print(cells.ask());
            }
        }
        return ExitCodes.OK;
    }

    private void print(MeshPicture picture) {
        Terminal terminal = mcpctl.terminal();
        switch (output.format()) {
            case json -> terminal.line(StructuredText.json(PathTree.of(picture), true));
            case yaml -> terminal.line(StructuredText.yaml(PathTree.of(picture)));
            case table, wide -> {
                if (picture.paths().isEmpty()) {
                    terminal.note("no path is measured by " + String.join(", ", picture.cells()) + ": it has no peers");
                } else {
                    terminal.print(
                            new PathRows(output.format() == OutputFormat.wide).table(picture.paths(), mcpctl.now()));
                }
                picture.silent().forEach(silent -> terminal.note(silent.text()));
            }
        }
    }

    /// The one that the command is about, then one for every other address.
    private List<Context> contexts() {
        if (cell != null) {
            return List.of(cell.isEmpty() ? mcpctl.context() : mcpctl.contexts().choose(cell));
        }
        Map<String, Context> byAddress = new LinkedHashMap<>();
        Context own = mcpctl.context();
        byAddress.put(own.address(), own);
        mcpctl.contexts().contexts().values().forEach(other -> byAddress.putIfAbsent(other.address(), other));
        return List.copyOf(byAddress.values());
    }

    private Duration deadline() {
        Duration asked = mcpctl.timeout();
        return watch && asked.compareTo(MeshWatch.ANSWER_WAIT_MAX) > 0 ? MeshWatch.ANSWER_WAIT_MAX : asked;
    }
}
