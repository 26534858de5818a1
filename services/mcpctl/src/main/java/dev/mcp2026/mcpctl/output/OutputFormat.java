package dev.mcp2026.mcpctl.output;

/// The values of `-o`.
public enum OutputFormat {
    table,
    wide,
    json,
    yaml
}
