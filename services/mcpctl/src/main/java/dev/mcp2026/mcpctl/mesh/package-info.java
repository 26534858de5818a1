/// `mcpctl mesh`: the paths between cells. Each cell measures its own, so every cell of the context file is asked;
/// one that does not answer costs its own lines and nothing else.
@NullMarked
package dev.mcp2026.mcpctl.mesh;

import org.jspecify.annotations.NullMarked;
