package dev.mcp2026.registry.watch;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Counts the open streams of one kind, since each costs memory for as long as its client likes. A caller is a
/// tenant with all its principals, or one principal of the platform.
public final class StreamQuota {
    private final Limit all;
    private final Limit perCaller;
    private final Map<String, Long> byCaller = new HashMap<>();
    private long open;

    public StreamQuota(Limit all, Limit perCaller) {
        this.all = all;
        this.perCaller = perCaller;
    }

    /// One open stream's place; [#close] gives it back, once.
    public final class Place implements AutoCloseable {
        private final String caller;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Place(String caller) {
            this.caller = caller;
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                release(caller);
            }
        }
    }

    /// @param tenant the caller's; null for those of the platform
    /// @throws dev.mcp2026.kernel.error.FaultException LIMIT_EXCEEDED naming the setting
    public synchronized Place admit(@Nullable TenantId tenant, String principal) {
        String caller = tenant == null ? principal : "tenant " + tenant;
        long ofCaller = byCaller.getOrDefault(caller, 0L) + 1;
        perCaller.check("stream", ofCaller);
        all.check("stream", open + 1);
        byCaller.put(caller, ofCaller);
        open++;
        return new Place(caller);
    }

    private synchronized void release(String caller) {
        open--;
        byCaller.computeIfPresent(caller, (key, count) -> count == 1 ? null : count - 1);
    }
}
