/// Watches of sagas, whoever drives them.
@NullMarked
package dev.mcp2026.coordinator.watch;

import org.jspecify.annotations.NullMarked;
