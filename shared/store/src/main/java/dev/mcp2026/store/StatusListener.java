package dev.mcp2026.store;

/// Told of each change of mode, in order, on a thread of the store; must not block for long.
@FunctionalInterface
public interface StatusListener {
    void changed(StoreStatus status);
}
