package dev.mcp2026.mcpctl.saga;

/// A saga as the user writes it.
public final class SagaName {
    private static final String KIND = "saga/";

    private SagaName() {}

    /// The id of `ID` or `saga/ID`; the coordinator says whether there is one.
    public static String id(String text) {
        return text.startsWith(KIND) ? text.substring(KIND.length()) : text;
    }
}
