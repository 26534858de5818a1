package dev.mcp2026.store;

/// What the store can promise at present.
public enum StoreMode {
    /// Reads are current, writes are taken.
    READ_WRITE,
    /// Reads answer and say that they may be stale; writes fail at once. Left without a person's help.
    READ_ONLY,
    /// As READ_ONLY, but histories may have parted: only a person's decision leads out.
    SPLIT
}
