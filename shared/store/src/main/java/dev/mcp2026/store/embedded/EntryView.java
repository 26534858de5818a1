package dev.mcp2026.store.embedded;

import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.LeaseId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a transaction may look at while it is decided.
interface EntryView {
    @Nullable
    Entry get(Key key);

    List<Key> keys(KeyPrefix prefix);

    boolean alive(LeaseId lease);
}
