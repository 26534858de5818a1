package dev.mcp2026.registry.health;

/// How something was seen. SENTINEL is the idle connection that the checker keeps open to the target.
public enum EvidenceKind {
    TCP_CHECK,
    HTTP_CHECK,
    GRPC_CHECK,
    HEARTBEAT,
    REPORT,
    LEASE,
    SENTINEL
}
