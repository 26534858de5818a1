/// `mcpctl apply`: makes a cell's catalogue and its identity cache hold what the files say. Nothing is sent before
/// every
/// file is validated, and each object's outcome is shown.
@NullMarked
package dev.mcp2026.mcpctl.apply;

import org.jspecify.annotations.NullMarked;
