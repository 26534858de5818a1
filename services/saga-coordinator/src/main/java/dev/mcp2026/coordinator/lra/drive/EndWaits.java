package dev.mcp2026.coordinator.lra.drive;

import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Those who wait for long running actions to end.
final class EndWaits {
    private final Map<LraId, CompletableFuture<LraStatus>> waiting = new ConcurrentHashMap<>();

    /// @param settled whether there is nothing to wait for
    record Now(LraStatus status, boolean settled) {}

    void tell(LraId id, LraStatus status) {
        CompletableFuture<LraStatus> end = waiting.remove(id);
        if (end != null) {
            end.complete(status);
        }
    }

    /// Nobody will tell.
    void give(LraId id) {
        CompletableFuture<LraStatus> end = waiting.remove(id);
        if (end != null) {
            end.cancel(false);
        }
    }

    void clear() {
        waiting.keySet().forEach(this::give);
    }

    /// @param look reads how it is
    LraStatus await(LraId id, Duration atMost, Supplier<Now> look) throws InterruptedException {
        CompletableFuture<LraStatus> end = waiting.computeIfAbsent(id, first -> new CompletableFuture<>());
        try {
            Now now = look.get();
            if (now.settled()) {
                tell(id, now.status());
                return now.status();
            }
            return end.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException late) {
            return look.get().status();
        } finally {
            // Others may wait with it: theirs is cancelled, and they look for themselves.
            if (waiting.remove(id, end)) {
                end.cancel(false);
            }
        }
    }
}
