package dev.mcp2026.registry.health;

import java.time.Instant;

/// One change of an instance's state or of what is blamed for it.
public record Transition(Instant at, HealthState from, HealthState to, Cause cause, String reason) {}
