package dev.mcp2026.registry.health;

/// What was seen.
public enum Outcome {
    OK,
    /// The host answered for a process that is not there (RST to a SYN).
    REFUSED,
    RESET,
    TIMEOUT,
    /// No way there, no address by its name, or no probe allowed to it.
    UNREACHABLE,
    /// The target answered, and said that it is not well.
    UNHEALTHY,
    /// A heartbeat that is overdue.
    MISSED,
    /// A lease that ran out.
    EXPIRED,
    /// An idle connection was closed by the other side.
    CLOSED
}
