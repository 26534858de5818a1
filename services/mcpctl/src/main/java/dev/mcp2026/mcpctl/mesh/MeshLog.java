package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.mcpctl.output.Terminal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Every change as it comes, for a pipe or a program: nothing is ever overwritten. Which cells are silent is told
/// beside it, once when it begins and once when it ends.
final class MeshLog implements MeshDisplay {
    private final Terminal terminal;
    private final PathChanges changes;
    private final Consumer<List<PathChanges.Change>> writer;
    private final Set<String> silent = new HashSet<>();

    MeshLog(Terminal terminal, PathRows rows, Consumer<List<PathChanges.Change>> writer) {
        this.terminal = terminal;
        this.changes = new PathChanges(rows);
        this.writer = writer;
    }

    @Override
    public void show(MeshPicture picture) {
        writer.accept(changes.next(picture));
        Set<String> now = new HashSet<>();
        for (Answer.Silent each : picture.silent()) {
            now.add(each.context().name());
            if (silent.add(each.context().name())) {
                terminal.warn(each.text());
            }
        }
        silent.removeIf(name -> {
            boolean back = !now.contains(name);
            if (back) {
                terminal.note(name + " answers again");
            }
            return back;
        });
    }
}
