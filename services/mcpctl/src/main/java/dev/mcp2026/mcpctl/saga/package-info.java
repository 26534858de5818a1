/// Sagas: check a definition, run it, follow it, look at it, steer it. The saga coordinator of the context's cell is
/// asked; `validate` asks nobody.
@NullMarked
package dev.mcp2026.mcpctl.saga;

import org.jspecify.annotations.NullMarked;
