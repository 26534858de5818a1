package dev.mcp2026.mcpctl.saga;

import picocli.CommandLine.Parameters;

/// Which saga a command is about.
final class SagaIdParameter {
    private static final String KIND = "saga/";

    @Parameters(index = "0", paramLabel = "ID", description = "The saga's id, or saga/ID.")
    String text;

    /// Without the kind; the coordinator says whether there is one.
    String value() {
        return text.startsWith(KIND) ? text.substring(KIND.length()) : text;
    }
}
