package dev.mcp2026.kernel.limit;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts what is open at once, up to a limit.
public final class Places {
    private final Limit limit;
    private final AtomicInteger taken = new AtomicInteger();

    public Places(Limit limit) {
        this.limit = limit;
    }

    /// Takes one, to be given back by [#leave].
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException LIMIT_EXCEEDED naming `field`; none is taken then
    public void take(String field) {
        int number = taken.incrementAndGet();
        if (number > limit.max()) {
            taken.decrementAndGet();
            // Of the number that was too high: another may have left since, and this one has no place all the same.
            limit.check(field, number);
        }
    }

    public void leave() {
        taken.decrementAndGet();
    }

    public int taken() {
        return taken.get();
    }
}
