package dev.mcp2026.mcpctl.output;

import java.util.List;

/// A story's parts: a word at the left, what it is about at its right, in columns where that helps.
public record Sections(Terminal terminal) {
    /// Nothing at all for no lines.
    public void section(String heading, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            terminal.line((i == 0 ? heading : " ".repeat(heading.length())) + lines.get(i));
        }
    }

    public List<String> aligned(List<List<Cell>> rows, int width) {
        Columns columns = new Columns(width);
        rows.forEach(columns::fit);
        return rows.stream().map(row -> columns.line(row, terminal.colour())).toList();
    }
}
