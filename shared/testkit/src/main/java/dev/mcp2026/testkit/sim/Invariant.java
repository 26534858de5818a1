package dev.mcp2026.testkit.sim;

import java.util.Optional;

/// A promise that holds after each step.
@FunctionalInterface
public interface Invariant {
    /// What is wrong; empty while the promise holds.
    Optional<String> violation();
}
