package dev.mcp2026.store;

import java.util.List;
import java.util.Optional;

/// What a transaction did. When a caller sees this, it is durable.
///
/// @param succeeded true if the compares held and `then` was done
/// @param revision the store's revision after it: its own if it changed something
/// @param read one element for each [Op.Get] of the branch done, in order
/// @param deleted number of keys removed
public record TxnResult(boolean succeeded, Revision revision, List<Optional<Entry>> read, long deleted) {
    public TxnResult {
        read = List.copyOf(read);
    }
}
