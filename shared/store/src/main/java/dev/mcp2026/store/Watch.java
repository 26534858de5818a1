package dev.mcp2026.store;

import java.time.Duration;

/// A position in the store's history. The reader pulls, so that a slow one costs a bounded buffer and at worst
/// meets [WatchResult.Compacted]; it never loses an event unnoticed. For one thread at a time.
public interface Watch extends AutoCloseable {
    /// Waits up to `wait` for changes.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException UNAVAILABLE once the store or this watch is closed
    WatchResult next(Duration wait) throws InterruptedException;

    @Override
    void close();
}
