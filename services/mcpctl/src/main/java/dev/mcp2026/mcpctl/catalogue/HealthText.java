package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.registry.v1.Cause;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.EvidenceKind;
import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Outcome;
import dev.mcp2026.proto.registry.v1.Verdict;
import java.util.Locale;

/// The wire's enumerations in words, and in colour.
public final class HealthText {
    private HealthText() {}

    public static String of(HealthState state) {
        return state == HealthState.UNRECOGNIZED || state == HealthState.HEALTH_STATE_UNSPECIFIED
                ? "UNKNOWN"
                : state.name().substring("HEALTH_STATE_".length());
    }

    public static Tone tone(HealthState state) {
        return switch (state) {
            case HEALTH_STATE_UP -> Tone.GOOD;
            case HEALTH_STATE_SUSPECT -> Tone.WARNING;
            case HEALTH_STATE_DOWN -> Tone.BAD;
            case HEALTH_STATE_UNKNOWN, HEALTH_STATE_UNSPECIFIED, UNRECOGNIZED -> Tone.FAINT;
        };
    }

    /// Empty where no fault is believed to be anywhere.
    public static String of(Cause cause) {
        return switch (cause) {
            case CAUSE_TARGET -> "target";
            case CAUSE_PATH -> "path";
            case CAUSE_OBSERVER -> "observer";
            case CAUSE_NONE, CAUSE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    /// `tcp`, `http`, `heartbeat`, …
    public static String of(EvidenceKind kind) {
        return lower(kind.name(), "EVIDENCE_KIND_").replace(" check", "");
    }

    public static String of(Outcome outcome) {
        return lower(outcome.name(), "OUTCOME_");
    }

    public static Tone tone(Outcome outcome) {
        return outcome == Outcome.OUTCOME_OK ? Tone.GOOD : Tone.BAD;
    }

    /// `target: connection refused 3 times`
    public static String because(Verdict verdict) {
        String cause = of(verdict.getCause());
        if (cause.isEmpty() || verdict.getReason().isEmpty()) {
            return cause + verdict.getReason();
        }
        return cause + ": " + verdict.getReason();
    }

    public static String of(Endpoint endpoint) {
        String host = endpoint.getHost();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.getPort();
    }

    public static String kind(Check check) {
        return switch (check.getKindCase()) {
            case TCP -> "tcp";
            case HTTP -> "http";
            case GRPC -> "grpc";
            case KIND_NOT_SET -> "none";
        };
    }

    private static String lower(String name, String prefix) {
        return name.replaceFirst(prefix, "").toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
