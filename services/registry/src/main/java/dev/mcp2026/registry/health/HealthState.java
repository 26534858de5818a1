package dev.mcp2026.registry.health;

/// UNKNOWN until something was observed; SUSPECT means: do not prefer it, and do not give it up yet.
public enum HealthState {
    UNKNOWN,
    UP,
    SUSPECT,
    DOWN
}
