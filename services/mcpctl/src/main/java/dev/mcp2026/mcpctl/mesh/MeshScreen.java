package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.mesh.v1.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The whole table on a terminal, drawn again with every picture.
record MeshScreen(Terminal terminal, InstantSource clock, PathRows rows) implements MeshDisplay {
    private static final int ROWS_MAX = 200;

    @Override
    public void show(MeshPicture picture) {
        List<Path> all = rows.shown(picture.paths());
        List<String> lines = new ArrayList<>();
        lines.add("watching the mesh · " + picture.cells().size() + " cells answer · Ctrl-C ends");
        lines.add("");
        lines.addAll(rows.table(all.stream().limit(ROWS_MAX).toList(), clock.instant())
                .lines(terminal.colour()));
        if (all.size() > ROWS_MAX) {
            lines.add("… and " + (all.size() - ROWS_MAX) + " more; narrow it with --cell");
        }
        picture.silent().forEach(silent -> lines.add(terminal.paint(Tone.WARNING, silent.text())));
        terminal.redraw(lines);
    }
}
