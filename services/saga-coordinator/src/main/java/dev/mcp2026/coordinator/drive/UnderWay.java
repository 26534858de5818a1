package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.saga.StepName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A saga's calls that are under way. It never waits, so that they can be stopped while a write is waited for.
final class UnderWay {
    record Call(StepName step, Side side) {}

    private final Map<Call, Tasks.Task> calls = new LinkedHashMap<>();
    private boolean stopped;

    synchronized void begin(Call call, Supplier<Tasks.Task> task) {
        if (!stopped) {
            calls.computeIfAbsent(call, first -> task.get());
        }
    }

    /// Nobody waits for the others any more.
    synchronized void keep(Set<Call> wanted) {
        calls.entrySet().removeIf(under -> {
            boolean stale = !wanted.contains(under.getKey());
            if (stale) {
                under.getValue().interrupt();
            }
            return stale;
        });
    }

    synchronized boolean isMade(Call call, Tasks.Task by) {
        return by.equals(calls.get(call));
    }

    synchronized void ended(Call call, Tasks.Task by) {
        calls.remove(call, by);
    }

    /// All that are, and all that would be.
    synchronized void stop() {
        stopped = true;
        keep(Set.of());
    }
}
