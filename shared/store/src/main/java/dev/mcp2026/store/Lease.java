package dev.mcp2026.store;

import java.time.Duration;

/// A granted or renewed lease.
///
/// @param ttl how long it lives from now without another keep-alive, in whole seconds; the store may grant
///     more than was asked for, never less
public record Lease(LeaseId id, Duration ttl) {}
