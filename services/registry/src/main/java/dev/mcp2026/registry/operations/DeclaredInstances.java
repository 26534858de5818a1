package dev.mcp2026.registry.operations;

import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import java.util.List;

/// Instances without a lease: they are declared by a person or a pipeline and outlive a restart.
public interface DeclaredInstances {
    /// Durable once this returns.
    void save(Registration registration);

    /// Durable once this returns; no harm if there is none.
    void remove(InstanceKey key);

    List<Registration> load();
}
