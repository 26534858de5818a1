package dev.mcp2026.registry.catalogue;

import java.util.List;

/// A run of changes in this process's order. An entry that changed twice appears once, as it is now.
///
/// @param revision the cursor that a reader holds once it has read `entries`
/// @param more true if there was more than was asked for
public record Changes(List<Entry> entries, long revision, boolean more) {}
