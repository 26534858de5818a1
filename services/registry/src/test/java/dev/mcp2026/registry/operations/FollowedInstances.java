package dev.mcp2026.registry.operations;

import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers which instances are followed, and which were let go.
public final class FollowedInstances implements Tracking {
    public final Set<InstanceKey> followed = ConcurrentHashMap.newKeySet();
    public final Set<InstanceKey> gone = ConcurrentHashMap.newKeySet();

    @Override
    public void registered(Entry entry, Registration registration) {
        followed.add(entry.key());
    }

    @Override
    public void gone(InstanceKey key) {
        followed.remove(key);
        gone.add(key);
    }

    @Override
    public Optional<Duration> renewed(InstanceKey key, long sequence) {
        return Optional.empty();
    }

    @Override
    public void reported(InstanceKey key, Observation observation) {}
}
