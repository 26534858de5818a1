package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// @param ttl of an entry at most
/// @param margin so long before the end of what an entry holds, or of its signer, it ends
/// @param entryBytes size of one entry with its signature; no more than the cache below stores as a value
public record SignedCacheSettings(Duration ttl, Duration margin, Limit entryBytes) {
    public static SignedCacheSettings defaults() {
        return new SignedCacheSettings(
                Duration.ofHours(24),
                Duration.ofMinutes(1),
                new Limit("mcp.identity.shared.value-bytes", 256 << 10, "bytes"));
    }
}
