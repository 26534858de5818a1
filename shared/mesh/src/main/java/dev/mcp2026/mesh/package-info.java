/// Between cells: paths are measured, a route to each peer is chosen from the measurements, and calls follow it.
@NullMarked
package dev.mcp2026.mesh;

import org.jspecify.annotations.NullMarked;
