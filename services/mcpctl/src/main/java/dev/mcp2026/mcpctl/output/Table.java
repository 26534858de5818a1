package dev.mcp2026.mcpctl.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Columns as wide as their widest cell, and no padding after the last one.
public final class Table {
    private static final String GAP = "   ";

    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(Arrays.stream(headings).map(text -> new Cell(text, Tone.FAINT)).toList());
    }

    public Table row(Cell... cells) {
        return row(List.of(cells));
    }

    public Table row(List<Cell> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells under "
                    + rows.getFirst().size() + " headings");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /// The lines, headings first.
    public List<String> lines(boolean colour) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).text().length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                Cell cell = row.get(i);
                line.append(colour ? cell.tone().paint(cell.text()) : cell.text());
                if (i < columns - 1) {
                    line.repeat(' ', widths[i] - cell.text().length()).append(GAP);
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
