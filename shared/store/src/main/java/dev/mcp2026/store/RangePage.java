package dev.mcp2026.store;

import java.util.List;

/// One page of a range. Pages read one after another may show different revisions; watch from the first page's
/// revision to catch what changed in between.
///
/// @param more true if entries follow: ask again with [RangeQuery#after] the last key
/// @param revision the store's revision as of this page
/// @param stale true if newer writes may exist: the store was not READ_WRITE when it answered
public record RangePage(List<Entry> entries, boolean more, Revision revision, boolean stale) {
    public RangePage {
        entries = List.copyOf(entries);
    }
}
