package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.registry.health.Verdict;
import org.jspecify.annotations.Nullable;

/// A piece of one record's state, to be joined into another replica's (delta-state CRDT: Almeida,
/// Shoker, Baquero,
/// Delta State Replicated Data Types, 2018). Joining is idempotent, commutative and associative.
///
/// @param deleted the registration register holds a tombstone
/// @param registration null and not `deleted`: this delta does not carry the registration register
/// @param verdict null: this delta does not carry the verdict register
public record Delta(
        InstanceKey key,
        HlcTimestamp registrationStamp,
        boolean deleted,
        @Nullable Registration registration,
        HlcTimestamp verdictStamp,
        @Nullable Verdict verdict) {

    public boolean carriesRegistration() {
        return deleted || registration != null;
    }

    /// The newest stamp that this delta carries.
    public HlcTimestamp newest() {
        HlcTimestamp newest = HlcTimestamp.ZERO;
        if (carriesRegistration()) {
            newest = registrationStamp;
        }
        return verdict != null && verdictStamp.isAfter(newest) ? verdictStamp : newest;
    }
}
