package dev.mcp2026.testkit.wan;

/// Which way data goes through a relay.
public enum Direction {
    /// From the client to the server behind the relay.
    FORWARD,
    /// From the server back to the client.
    BACKWARD
}
