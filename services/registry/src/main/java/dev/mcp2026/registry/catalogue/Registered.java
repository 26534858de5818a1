package dev.mcp2026.registry.catalogue;

/// The answer to a registration.
public record Registered(Entry entry, Outcome outcome) {
    /// What the registration did.
    public enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED
    }
}
