package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.mesh.v1.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/// Paths as rows of the `mesh` table.
///
/// @param wide every way of a pair with all its figures; else one line a pair
record PathRows(boolean wide) {
    private static final List<String> HEADINGS =
            List.of("", "FROM", "TO", "ROUTE", "RTT", "JITTER", "LOSS", "STATE", "SINCE");
    private static final List<String> WIDE_HEADINGS = List.of(
            "", "FROM", "TO", "ROUTE", "ROLE", "ADDRESS", "RTT", "P50", "P99", "MIN", "JITTER", "LOSS", "SAMPLES",
            "HEARD", "STATE", "SINCE");

    List<String> headings() {
        return wide ? WIDE_HEADINGS : HEADINGS;
    }

    /// What is shown of all that is known, in order.
    List<Path> shown(Collection<Path> paths) {
        return wide ? PathOrder.all(paths) : PathOrder.onePerPair(paths);
    }

    Table table(Collection<Path> paths, Instant now) {
        Table table = new Table(headings());
        shown(paths).forEach(path -> table.row(row(path, now)));
        return table;
    }

    List<Cell> row(Path path, Instant now) {
        List<Cell> cells = new ArrayList<>(named(path));
        if (wide) {
            cells.add(orDash(PathText.role(path.getRole())));
            cells.add(orDash(path.getAddress()));
        }
        cells.add(PathText.rtt(path));
        if (wide) {
            cells.add(PathText.ofWindow(path, path.getRttP50()));
            cells.add(PathText.ofWindow(path, path.getRttP99()));
            cells.add(PathText.ofWindow(path, path.getRttMin()));
        }
        cells.add(PathText.jitter(path));
        cells.add(PathText.loss(path));
        if (wide) {
            cells.add(Cell.of(Long.toUnsignedString(path.getSamples())));
            cells.add(Cell.of(path.hasLastHeard() ? Times.age(Times.instant(path.getLastHeard()), now) : "-"));
        }
        cells.add(PathText.stateCell(path));
        cells.add(Cell.of(since(path, now)));
        return cells;
    }

    /// A row whose figures take the room that they may need later, so that columns stay where they are.
    List<Cell> widest() {
        List<Cell> cells = new ArrayList<>(Collections.nCopies(headings().size(), Cell.of("")));
        cells.set(0, Cell.of("*"));
        for (String heading : List.of("RTT", "P50", "P99", "MIN", "JITTER")) {
            if (headings().contains(heading)) {
                cells.set(headings().indexOf(heading), Cell.of("99.9ms"));
            }
        }
        cells.set(headings().indexOf("LOSS"), Cell.of("99.9%"));
        cells.set(headings().indexOf("STATE"), Cell.of("UNKNOWN"));
        cells.set(headings().indexOf("SINCE"), Cell.of("59m59s"));
        return cells;
    }

    /// The row of a path that its cell does not tell of any more.
    List<Cell> removed(Path path) {
        List<Cell> cells = new ArrayList<>(Collections.nCopies(headings().size(), Cell.of("")));
        cells.set(headings().indexOf("FROM"), Cell.of(path.getFromCell()));
        cells.set(headings().indexOf("TO"), Cell.of(path.getToCell()));
        cells.set(headings().indexOf("ROUTE"), Cell.of(PathText.route(path)));
        cells.set(headings().indexOf("STATE"), new Cell("REMOVED", Tone.FAINT));
        return cells;
    }

    private static List<Cell> named(Path path) {
        return List.of(
                Cell.of(path.getChosen() ? "*" : ""),
                Cell.of(path.getFromCell()),
                Cell.of(path.getToCell()),
                Cell.of(PathText.route(path)));
    }

    /// How long calls go this way, or how long a way that is not taken has been in its state.
    private static String since(Path path, Instant now) {
        if (path.getChosen() && path.hasChosenSince()) {
            return Times.age(Times.instant(path.getChosenSince()), now);
        }
        return path.hasSince() ? Times.age(Times.instant(path.getSince()), now) : "-";
    }

    private static Cell orDash(String text) {
        return Cell.of(text.isEmpty() ? "-" : text);
    }
}
