/// The manifest's grammar, by what it refuses.
@NullMarked
package dev.mcp2026.mcpctl.manifest;

import org.jspecify.annotations.NullMarked;
