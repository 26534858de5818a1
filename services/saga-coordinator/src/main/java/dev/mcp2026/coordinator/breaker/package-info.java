/// Keeps a participant that hangs or fails from taking the place of calls to the others, and sees when it is back.
@NullMarked
package dev.mcp2026.coordinator.breaker;

import org.jspecify.annotations.NullMarked;
