/// How good a way to a peer is: statistics over a bounded window of probes, and whether the way is up. Pure: time
/// and probe results are handed in.
///
/// Start reading at [dev.mcp2026.mesh.path.PathStatistics].
@NullMarked
package dev.mcp2026.mesh.path;

import org.jspecify.annotations.NullMarked;
