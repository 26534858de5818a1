package dev.mcp2026.store;

import java.util.Optional;

/// The answer to a read of one key.
///
/// @param revision the store's revision as of this answer
/// @param stale true if newer writes may exist: the store was not READ_WRITE when it answered
public record Lookup(Optional<Entry> entry, Revision revision, boolean stale) {}
