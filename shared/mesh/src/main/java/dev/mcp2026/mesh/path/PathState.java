package dev.mcp2026.mesh.path;

/// Whether a way can be used.
public enum PathState {
    /// Too few probes were answered to say.
    UNKNOWN,
    UP,
    /// Probes go unanswered.
    DOWN
}
