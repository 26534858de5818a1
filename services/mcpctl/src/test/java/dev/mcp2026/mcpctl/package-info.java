/// Runs the commands as a user would, in this process, against a registry that is real down to the TLS.
@NullMarked
package dev.mcp2026.mcpctl;

import org.jspecify.annotations.NullMarked;
