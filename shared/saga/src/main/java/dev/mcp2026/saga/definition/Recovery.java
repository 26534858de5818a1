package dev.mcp2026.saga.definition;

/// What becomes of the saga when a step does not succeed.
public enum Recovery {
    /// The steps before it are compensated.
    BACKWARD,
    /// It is tried until it succeeds.
    FORWARD
}
