package dev.mcp2026.registry.operations;

import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.Observation;
import java.time.Duration;
import java.util.Optional;

/// What follows an own instance through its life: its checks, its heartbeats, its lease.
public interface Tracking {
    void registered(Entry entry, Registration registration);

    void gone(InstanceKey key);

    /// @return what is left of the lease; empty if the instance is unknown or has none
    Optional<Duration> renewed(InstanceKey key, long sequence);

    void reported(InstanceKey key, Observation observation);
}
