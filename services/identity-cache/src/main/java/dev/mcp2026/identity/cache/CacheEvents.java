package dev.mcp2026.identity.cache;

import java.time.Duration;

/// What the cache does, for metrics.
public interface CacheEvents {
    void looked(Result result);

    void issued(Duration took);

    void failed();

    /// What a look found.
    enum Result {
        HIT,
        MISS,
        STALE
    }

    /// Nobody listens.
    static CacheEvents none() {
        return new CacheEvents() {
            @Override
            public void looked(Result result) {}

            @Override
            public void issued(Duration took) {}

            @Override
            public void failed() {}
        };
    }
}
