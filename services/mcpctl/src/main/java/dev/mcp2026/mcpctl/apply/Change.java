package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Registration;
import org.jspecify.annotations.Nullable;

/// What applying one registration means for the catalogue.
enum Change {
    CREATED("created", "would be created", Tone.GOOD),
    UPDATED("updated", "would be updated", Tone.WARNING),
    UNCHANGED("unchanged", "is unchanged", Tone.PLAIN);

    final String done;
    final String planned;
    final Tone tone;

    Change(String done, String planned, Tone tone) {
        this.done = done;
        this.planned = planned;
        this.tone = tone;
    }

    /// @param before what this cell holds, or null
    static Change between(@Nullable Registration before, Registration after) {
        if (before == null) {
            return CREATED;
        }
        return before.equals(withServerDefaults(after, before)) ? UNCHANGED : UPDATED;
    }

    /// A place left empty in the file is filled in by the cell with its own; that is not a difference. Nor is the
    /// status range of a check.
    private static Registration withServerDefaults(Registration wanted, Registration stored) {
        Registration.Builder filled = wanted.toBuilder();
        if (wanted.getRegion().isEmpty()) {
            filled.setRegion(stored.getRegion());
        }
        if (wanted.getZone().isEmpty()) {
            filled.setZone(stored.getZone());
        }
        for (int i = 0; i < Math.min(wanted.getChecksCount(), stored.getChecksCount()); i++) {
            filled.setChecks(i, withServerDefaults(wanted.getChecks(i), stored.getChecks(i)));
        }
        return filled.build();
    }

    private static Check withServerDefaults(Check wanted, Check stored) {
        Check.Builder filled = wanted.toBuilder();
        if (wanted.getEndpoint().isEmpty()) {
            filled.setEndpoint(stored.getEndpoint());
        }
        if (wanted.hasHttp() && wanted.getHttp().getStatusMin() == 0 && stored.hasHttp()) {
            filled.getHttpBuilder()
                    .setStatusMin(stored.getHttp().getStatusMin())
                    .setStatusMax(stored.getHttp().getStatusMax());
        }
        return filled.build();
    }
}
