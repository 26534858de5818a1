/// Named limits: everything that grows has one, with a unit, and says its name when it is hit.
@NullMarked
package dev.mcp2026.kernel.limit;

import org.jspecify.annotations.NullMarked;
