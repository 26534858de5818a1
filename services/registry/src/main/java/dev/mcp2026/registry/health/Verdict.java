package dev.mcp2026.registry.health;

import java.time.Instant;
import java.util.List;

/// What is believed of an instance, since when, and on what evidence (the most telling first).
public record Verdict(
        HealthState state, Cause cause, String reason, Instant since, List<Evidence> evidence, HealthState previous) {
    /// How many pieces of evidence a verdict carries at most.
    public static final int EVIDENCE_MAX = 8;

    public Verdict {
        evidence = evidence.size() <= EVIDENCE_MAX
                ? List.copyOf(evidence)
                : List.copyOf(evidence.subList(0, EVIDENCE_MAX));
    }

    public static Verdict unknown(Instant since) {
        return new Verdict(
                HealthState.UNKNOWN, Cause.NONE, "nothing observed yet", since, List.of(), HealthState.UNKNOWN);
    }
}
