/// Waiting for a condition with a deadline. Tests never sleep for a guessed time: they name what they wait for, go on
/// the moment it holds, and on failure say what was last seen.
@NullMarked
package dev.mcp2026.testkit.await;

import org.jspecify.annotations.NullMarked;
