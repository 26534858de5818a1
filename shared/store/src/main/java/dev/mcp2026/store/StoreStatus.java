package dev.mcp2026.store;

import java.time.Instant;

/// The mode, why, and since when.
///
/// @param reason one sentence for a person; empty in READ_WRITE
public record StoreStatus(StoreMode mode, String reason, Instant since) {}
