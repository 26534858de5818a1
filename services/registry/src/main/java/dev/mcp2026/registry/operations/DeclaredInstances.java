package dev.mcp2026.registry.operations;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Instances without a lease: they are declared by a person or a pipeline and outlive a restart. So do their removals,
/// or a peer that missed one would bring the instance back to a cell that has started since.
public interface DeclaredInstances {
    /// Durable once this returns.
    void save(Registration registration);

    /// Durable once this returns; no harm if there is none.
    void remove(InstanceKey key);

    boolean holds(InstanceKey key);

    Contents load();

    /// @throws dev.mcp2026.kernel.error.FaultException READ_ONLY while it is not known yet what is declared
    void requireLoaded();

    /// Drops removals from before `deadline`, and the oldest beyond `max`.
    void forgetRemovals(Instant deadline, long max);

    /// @param removed what was removed, and when
    record Contents(List<Registration> present, Map<InstanceKey, HlcTimestamp> removed) {}
}
