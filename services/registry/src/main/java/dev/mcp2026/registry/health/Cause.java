package dev.mcp2026.registry.health;

/// Where the fault is believed to be: the instance itself, the network between, or the one who looks.
public enum Cause {
    NONE,
    TARGET,
    PATH,
    OBSERVER
}
