package dev.mcp2026.identity.cache;

/// Lets tests of other packages say when renewals are looked for.
public final class Sweep {
    private Sweep() {}

    public static void once(SvidCache cache) {
        cache.sweepOnce();
    }
}
