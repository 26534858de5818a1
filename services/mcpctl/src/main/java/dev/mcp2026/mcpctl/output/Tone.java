package dev.mcp2026.mcpctl.output;

/// What a piece of text says at a glance; the terminal turns it into a colour.
public enum Tone {
    PLAIN(""),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    FAINT("2"),
    STRONG("1");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    String paint(String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
