/// Carries long running actions to their end: calls participants, tries again what had no answer, cancels what took too
/// long, and takes over what another coordinator left.
@NullMarked
package dev.mcp2026.coordinator.lra.drive;

import org.jspecify.annotations.NullMarked;
