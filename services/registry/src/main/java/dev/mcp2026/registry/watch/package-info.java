/// Streams of changes. One pump serves `mcpctl services --watch`, server-sent events and
/// replication alike: it walks
/// the catalogue's revision index at the speed of its reader, so no reader can make memory grow.
@NullMarked
package dev.mcp2026.registry.watch;

import org.jspecify.annotations.NullMarked;
