package dev.mcp2026.servicekit.authorization;

/// Whether it may be done, and why.
public sealed interface Decision {
    String reason();

    record Allow(String reason) implements Decision {}

    record Deny(String reason) implements Decision {}
}
