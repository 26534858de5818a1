package dev.mcp2026.mesh.balance;

/// How calls move from an endpoint's address before to its new one.
public enum Handover {
    /// New calls keep to the old connection until there is one to the new address.
    WHEN_READY,
    /// The old way is dead: new calls wait for the new connection.
    AT_ONCE
}
