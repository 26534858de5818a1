package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Columns;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Tone;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One line a change, in columns. Times are UTC, as in the log of `services --watch`.
final class ChangeLines implements Consumer<List<PathChanges.Change>> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final InstantSource clock;
    private final PathRows rows;
    private final Columns columns;
    private boolean started;

    ChangeLines(Terminal terminal, InstantSource clock, PathRows rows) {
        this.terminal = terminal;
        this.clock = clock;
        this.rows = rows;
        this.columns = new Columns(rows.headings().size() + 1);
        columns.fit(line(clock.instant(), rows.widest()));
    }

    @Override
    public void accept(List<PathChanges.Change> changes) {
        Instant now = clock.instant();
        List<List<Cell>> lines = new ArrayList<>();
        for (PathChanges.Change change : changes) {
            lines.add(line(now, change.removed() ? rows.removed(change.path()) : rows.row(change.path(), now)));
        }
        if (!started && !lines.isEmpty()) {
            // With the first rows, whose widths it then shares.
            lines.addFirst(headings());
            started = true;
        }
        lines.forEach(columns::fit);
        lines.forEach(line -> terminal.line(columns.line(line, terminal.colour())));
    }

    private List<Cell> headings() {
        List<Cell> headings = new ArrayList<>(List.of(new Cell("TIME", Tone.FAINT)));
        rows.headings().forEach(heading -> headings.add(new Cell(heading, Tone.FAINT)));
        return headings;
    }

    private static List<Cell> line(Instant now, List<Cell> row) {
        List<Cell> line = new ArrayList<>(List.of(new Cell(TIME.format(now), Tone.FAINT)));
        line.addAll(row);
        return line;
    }
}
