package dev.mcp2026.registry.health.probe;

import dev.mcp2026.registry.catalogue.CheckKind;

/// What a probe looks at.
///
/// @param host an IP literal or a DNS name, resolved for each probe
public record Target(String host, int port, CheckKind kind) {}
