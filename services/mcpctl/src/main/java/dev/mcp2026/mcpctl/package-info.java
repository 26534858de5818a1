/// The command line of MCP 2026. This room holds the entry, the top command with the options that every command
/// shares, and how a failure becomes one sentence and an exit code; each command lives with its feature.
@NullMarked
package dev.mcp2026.mcpctl;

import org.jspecify.annotations.NullMarked;
