package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.id.CellId;

/// The answer to a [Hello].
///
/// @param cursor from where deltas follow
/// @param resumed false: the subscriber's cursor could not be honoured and everything follows
public record Welcome(CellId cell, String version, Cursor cursor, boolean resumed) {}
