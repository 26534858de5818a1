package dev.mcp2026.mcpctl.output;

import java.util.List;

/// The widths of a table's columns. They only grow, so that lines written one by one keep their alignment.
public final class Columns {
    private static final String GAP = "   ";

    private final int[] widths;

    public Columns(int count) {
        this.widths = new int[count];
    }

    public void fit(List<Cell> row) {
        if (row.size() != widths.length) {
            throw new IllegalArgumentException("a row of " + row.size() + " cells in " + widths.length + " columns");
        }
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).text().length());
        }
    }

    /// One line, without padding after the last text.
    public String line(List<Cell> row, boolean colour) {
        fit(row);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Cell cell = row.get(i);
            line.append(colour ? cell.tone().paint(cell.text()) : cell.text());
            if (i < widths.length - 1) {
                line.repeat(' ', widths[i] - cell.text().length()).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
