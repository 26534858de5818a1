package dev.mcp2026.mcpctl.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under headings, every column as wide as its widest cell.
public final class Table {
    private final List<List<Cell>> rows = new ArrayList<>();
    private final Columns columns;

    public Table(String... headings) {
        this(Arrays.asList(headings));
    }

    public Table(List<String> headings) {
        columns = new Columns(headings.size());
        row(headings.stream().map(text -> new Cell(text, Tone.FAINT)).toList());
    }

    public Table row(Cell... cells) {
        return row(List.of(cells));
    }

    public Table row(List<Cell> cells) {
        columns.fit(cells);
        rows.add(List.copyOf(cells));
        return this;
    }

    /// The lines, headings first.
    public List<String> lines(boolean colour) {
        return rows.stream().map(row -> columns.line(row, colour)).toList();
    }
}
