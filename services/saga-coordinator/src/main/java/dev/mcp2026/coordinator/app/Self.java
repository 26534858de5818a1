package dev.mcp2026.coordinator.app;

/// This coordinator's name among those that share the store; another with each start.
record Self(String name) {}
