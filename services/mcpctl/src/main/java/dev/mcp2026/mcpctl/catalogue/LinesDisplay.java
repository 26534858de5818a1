package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Columns;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.registry.v1.WatchChange;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// One line a change, for a pipe or a log: nothing is ever overwritten. Times are UTC.
final class LinesDisplay implements WatchDisplay {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final InstantSource clock;
    private final InstanceRows rows;
    private final Columns columns;
    private boolean started;
    private boolean lost;

    LinesDisplay(Terminal terminal, InstantSource clock, InstanceRows rows) {
        this.terminal = terminal;
        this.clock = clock;
        this.rows = rows;
        this.columns = new Columns(rows.headings().size() + 1);
        columns.fit(line(clock.instant(), rows.widest()));
    }

    @Override
    public void changed(WatchResponse response) {
        if (lost) {
            terminal.note("connected again");
            lost = false;
        }
        Instant now = clock.instant();
        List<List<Cell>> lines = new ArrayList<>();
        for (WatchChange change : response.getChangesList()) {
            switch (change.getChangeCase()) {
                case PUT -> lines.add(line(now, rows.row(change.getPut(), now)));
                case REMOVED -> lines.add(line(now, rows.removed(change.getRemoved())));
                case CHANGE_NOT_SET -> {
                    // A newer cell's kind of change.
                }
            }
        }
        if (!started && !lines.isEmpty()) {
            // With the first rows, whose widths it then shares.
            lines.addFirst(headings());
            started = true;
        }
        lines.forEach(columns::fit);
        lines.forEach(line -> terminal.line(columns.line(line, terminal.colour())));
    }

    @Override
    public void lost(FaultException failure, Duration retryIn) {
        lost = true;
        terminal.warn(WatchDisplay.lostText(failure, retryIn));
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
