package dev.mcp2026.coordinator.watch;

import dev.mcp2026.coordinator.drive.SagaListener;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.kernel.limit.Places;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Who waits for news of a saga that is driven here.
@Singleton
public class Changes implements SagaListener {
    private static final Limit OPEN = new Limit("watches of sagas", 10_000, "watches");

    private final Map<SagaId, Set<Consumer<Recorded>>> watching = new ConcurrentHashMap<>();
    private final Places open = new Places(OPEN);

    /// @return takes it away again
    Runnable add(SagaId id, Consumer<Recorded> heard) {
        open.take("watches");
        watching.compute(id, (same, some) -> {
            Set<Consumer<Recorded>> all = some == null ? ConcurrentHashMap.newKeySet() : some;
            all.add(heard);
            return all;
        });
        return () -> {
            open.leave();
            watching.computeIfPresent(id, (same, some) -> {
                some.remove(heard);
                return some.isEmpty() ? null : some;
            });
        };
    }

    @Override
    public void changed(Recorded before, Recorded after) {
        watching.getOrDefault(after.id(), Set.of()).forEach(heard -> heard.accept(after));
    }
}
