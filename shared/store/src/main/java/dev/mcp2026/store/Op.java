package dev.mcp2026.store;

/// One step of a transaction.
public sealed interface Op {
    /// Writes a value. The entry's former lease, if any, is replaced by `lease`.
    record Put(Key key, Value value, LeaseId lease) implements Op {}

    /// Removes a key; nothing happens if it does not exist.
    record Delete(Key key) implements Op {}

    /// Removes all keys under a prefix.
    record DeletePrefix(KeyPrefix prefix) implements Op {}

    /// Reads a key, seeing the writes of the ops before it.
    record Get(Key key) implements Op {}

    static Op put(Key key, Value value) {
        return new Put(key, value, LeaseId.NONE);
    }

    static Op put(Key key, Value value, LeaseId lease) {
        return new Put(key, value, lease);
    }

    static Op delete(Key key) {
        return new Delete(key);
    }

    static Op get(Key key) {
        return new Get(key);
    }
}
