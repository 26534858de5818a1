/// Drives sagas: each that this coordinator owns is carried on by its calls' outcomes and by time, one change at a
/// time.
@NullMarked
package dev.mcp2026.coordinator.drive;

import org.jspecify.annotations.NullMarked;
