package dev.mcp2026.identity.socket;

import dev.mcp2026.kernel.limit.Limit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Connections that are open, of all and of each process: one process must not take the places of all others.
final class ConnectionCounts {
    private final Limit all;
    private final Limit perProcess;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Integer, Integer> byProcess = new ConcurrentHashMap<>();

    ConnectionCounts(Limit all, Limit perProcess) {
        this.all = all;
        this.perProcess = perProcess;
    }

    /// @return false where it must be refused; otherwise [#leave] is due for it once
    boolean enter(int pid) {
        if (open.incrementAndGet() > all.max()) {
            open.decrementAndGet();
            return false;
        }
        if (byProcess.merge(pid, 1, Integer::sum) > perProcess.max()) {
            leave(pid);
            return false;
        }
        return true;
    }

    void leave(int pid) {
        open.decrementAndGet();
        byProcess.computeIfPresent(pid, (process, count) -> count == 1 ? null : count - 1);
    }

    int open() {
        return open.get();
    }
}
