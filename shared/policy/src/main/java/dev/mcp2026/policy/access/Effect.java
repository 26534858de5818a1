package dev.mcp2026.policy.access;

/// What a rule that matches does. One that denies wins over any that allow.
public enum Effect {
    ALLOW,
    DENY
}
