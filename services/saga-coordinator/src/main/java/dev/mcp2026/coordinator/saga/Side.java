package dev.mcp2026.coordinator.saga;

/// Which of a step's two calls.
public enum Side {
    ACTION,
    COMPENSATION
}
