package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.registry.health.Verdict;
import org.jspecify.annotations.Nullable;

/// One instance's replicated state as this cell knows it: two last-writer-wins registers
/// (registration, verdict)
/// under one owner, and where they stand in this process's own order of changes.
///
/// @param registration null: a tombstone, kept so that a late copy can't bring the instance back
/// @param registrationRevision local revision at which `registration` last changed
/// @param verdictRevision local revision at which `verdict` last changed
/// @param revision local revision of the last change of any kind, also of staleness
public record Entry(
        InstanceKey key,
        @Nullable Registration registration,
        HlcTimestamp registrationStamp,
        Verdict verdict,
        HlcTimestamp verdictStamp,
        long registrationRevision,
        long verdictRevision,
        long revision) {

    public boolean deleted() {
        return registration == null;
    }

    public HealthState state() {
        return verdict.state();
    }

    Entry touched(long newRevision) {
        return new Entry(
                key,
                registration,
                registrationStamp,
                verdict,
                verdictStamp,
                registrationRevision,
                verdictRevision,
                newRevision);
    }

    /// All of it, for repair.
    public Delta whole() {
        return new Delta(key, registrationStamp, deleted(), registration, verdictStamp, deleted() ? null : verdict);
    }

    /// What a peer needs that has every register as of local revision `cursor`; null if that is nothing.
    public @Nullable Delta deltaSince(long cursor) {
        boolean registrationIsNew = registrationRevision > cursor;
        boolean verdictIsNew = verdictRevision > cursor && !deleted();
        if (!registrationIsNew && !verdictIsNew) {
            return null;
        }
        return new Delta(
                key,
                registrationStamp,
                registrationIsNew && deleted(),
                registrationIsNew ? registration : null,
                verdictStamp,
                verdictIsNew ? verdict : null);
    }
}
