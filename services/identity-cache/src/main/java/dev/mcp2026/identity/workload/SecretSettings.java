package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.limit.Limit;

/// @param names that one stream asks for at a time
public record SecretSettings(Limit names) {
    public static SecretSettings defaults() {
        return new SecretSettings(new Limit("mcp.identity.sds.names", 256, "names"));
    }
}
