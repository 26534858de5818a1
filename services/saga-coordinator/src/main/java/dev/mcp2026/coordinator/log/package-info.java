/// Sagas in the store: what happened, entry by entry, and whose business each saga is. An entry is appended only by the
/// coordinator that owns the saga's shard, and only as the next one.
@NullMarked
package dev.mcp2026.coordinator.log;

import org.jspecify.annotations.NullMarked;
