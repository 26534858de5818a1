package dev.mcp2026.coordinator.lra.drive;

import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.kernel.id.TenantId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// The long running actions that are looked after here, counted by tenant.
final class LraRuns {
    private final Map<LraId, LraRun> runs = new ConcurrentHashMap<>();
    private final Map<TenantId, AtomicInteger> perTenant = new ConcurrentHashMap<>();

    Optional<LraRun> get(LraId id) {
        return Optional.ofNullable(runs.get(id));
    }

    Collection<LraRun> all() {
        return runs.values();
    }

    int size() {
        return runs.size();
    }

    int of(TenantId tenant) {
        AtomicInteger count = perTenant.get(tenant);
        return count == null ? 0 : count.get();
    }

    /// Has a run in the place of one by another claim to the shard, or of none.
    ///
    /// @return whether it is the new one that runs now
    boolean put(LraRun fresh) {
        LraRun now = runs.compute(fresh.known().lra().id(), (id, old) -> {
            if (old != null && old.owner().equals(fresh.owner())) {
                return old;
            }
            if (old == null) {
                count(fresh, 1);
            } else {
                old.stop();
            }
            return fresh;
        });
        return now == fresh;
    }

    void remove(LraRun run) {
        if (runs.remove(run.known().lra().id(), run)) {
            count(run, -1);
        }
        run.stop();
    }

    void removeIf(Predicate<LraRun> gone) {
        runs.values().stream().filter(gone).toList().forEach(this::remove);
    }

    private void count(LraRun run, int by) {
        perTenant
                .computeIfAbsent(run.known().lra().tenant(), first -> new AtomicInteger())
                .addAndGet(by);
    }
}
