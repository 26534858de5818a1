package dev.mcp2026.store;

import dev.mcp2026.kernel.error.Faults;
import org.jspecify.annotations.Nullable;

/// Asks for the entries under a prefix, in key order, one page at a time.
///
/// @param after the last key of the previous page; null for the first
/// @param limit entries in a page, at least 1; the store's own page limit caps it
public record RangeQuery(KeyPrefix prefix, @Nullable Key after, int limit) {
    public RangeQuery {
        if (limit < 1) {
            throw Faults.invalid("limit", limit + " entries is no page", "ask for at least 1");
        }
        if (after != null && !after.startsWith(prefix)) {
            throw Faults.invalid("after", after + " is not under " + prefix, "take the last key of the previous page");
        }
    }

    /// The first page, as large as the store allows.
    public static RangeQuery of(KeyPrefix prefix) {
        return new RangeQuery(prefix, null, Integer.MAX_VALUE);
    }

    public RangeQuery withLimit(int entries) {
        return new RangeQuery(prefix, after, entries);
    }

    public RangeQuery after(Key key) {
        return new RangeQuery(prefix, key, limit);
    }
}
