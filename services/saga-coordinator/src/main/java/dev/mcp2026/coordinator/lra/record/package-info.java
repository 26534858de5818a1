/// Long running actions in the store: one entry each, written anew with each change and only if nobody else has
/// written it since.
@NullMarked
package dev.mcp2026.coordinator.lra.record;

import org.jspecify.annotations.NullMarked;
