package dev.mcp2026.registry.catalogue;

/// What a caller sent, as an error shows it. Errors travel in headers, which are small.
final class Shown {
    private static final int CHARS = 40;

    private Shown() {}

    static String of(String text) {
        return text.length() <= CHARS ? text : text.substring(0, CHARS) + "…";
    }
}
