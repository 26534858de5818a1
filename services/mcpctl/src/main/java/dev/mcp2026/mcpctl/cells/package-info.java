/// `mcpctl cells`: a cell and its peers, as the asked cell sees them.
@NullMarked
package dev.mcp2026.mcpctl.cells;

import org.jspecify.annotations.NullMarked;
