package dev.mcp2026.mcpctl.output;

import java.util.regex.Pattern;

/// One field of a table. Control characters are taken out: a label or reason written by another tenant must
/// not be able to move the reader's cursor or rewrite the screen.
public record Cell(String text, Tone tone) {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]+");

    public Cell {
        text = clean(text);
    }

    public static Cell of(String text) {
        return new Cell(text, Tone.PLAIN);
    }

    /// Its beginning, where it is longer than so many characters.
    public static String shortened(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars) + "…";
    }

    public static String clean(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }
}
