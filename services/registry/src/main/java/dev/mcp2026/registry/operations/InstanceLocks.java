package dev.mcp2026.registry.operations;

import dev.mcp2026.registry.catalogue.InstanceKey;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One change at a time of one instance, over its durable record, its place in the catalogue and what follows its
/// health: two changes side by side would leave these three of different minds. Unrelated instances may share a lock.
public final class InstanceLocks {
    private static final int STRIPES = 1024;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    public InstanceLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /// Waits for its turn, which may take as long as a write to the durable store.
    public <T> T run(InstanceKey key, Supplier<T> change) {
        ReentrantLock lock = of(key);
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    /// Runs `change` if nobody else is at work, without waiting.
    ///
    /// @return empty: it was not run
    public <T> Optional<T> tryRun(InstanceKey key, Supplier<Optional<T>> change) {
        ReentrantLock lock = of(key);
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock of(InstanceKey key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }
}
