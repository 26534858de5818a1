/// Long running actions, as MicroProfile LRA has them: what they are and what is to be done next about them. All of it
/// is pure; `lra.record` keeps them in the store, and `lra.drive` calls participants.
@NullMarked
package dev.mcp2026.coordinator.lra;

import org.jspecify.annotations.NullMarked;
