package dev.mcp2026.mcpctl.output;

import java.io.PrintWriter;

/// Where output goes, and whether a person with a terminal is reading it.
///
/// @param interactive the screen can be redrawn and questions make sense
/// @param colour escape sequences for colours may be written
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    public void print(Table table) {
        table.lines(colour).forEach(out::println);
        out.flush();
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    public void note(String text) {
        err.println(paint(Tone.FAINT, text));
        err.flush();
    }

    public void warn(String text) {
        err.println(paint(Tone.WARNING, "warning: ") + Cell.clean(text));
        err.flush();
    }

    public void error(String text) {
        err.println(paint(Tone.BAD, "error: ") + Cell.clean(text));
        err.flush();
    }

    public String paint(Tone tone, String text) {
        String clean = Cell.clean(text);
        return colour ? tone.paint(clean) : clean;
    }

    /// Redraws the whole screen; only for an interactive terminal.
    public void redraw(Iterable<String> lines) {
        StringBuilder screen = new StringBuilder(HOME_AND_CLEAR);
        lines.forEach(line -> screen.append(line).append('\n'));
        out.print(screen);
        out.flush();
    }
}
