package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.limit.Limit;

/// @param entries kept at a time
/// @param valueBytes size of one value
public record StoreCacheSettings(Limit entries, Limit valueBytes) {
    public static StoreCacheSettings defaults() {
        return new StoreCacheSettings(
                new Limit("mcp.identity.shared.store.entries", 10_000, "entries"),
                new Limit("mcp.identity.shared.value-bytes", 256 << 10, "bytes"));
    }
}
