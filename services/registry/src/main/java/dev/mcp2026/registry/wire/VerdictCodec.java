package dev.mcp2026.registry.wire;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.registry.health.Cause;
import dev.mcp2026.registry.health.Evidence;
import dev.mcp2026.registry.health.EvidenceKind;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.registry.health.Outcome;
import dev.mcp2026.registry.health.Verdict;
import dev.mcp2026.wire.Times;

/// Verdicts both ways. The enums of the contract carry their type's name as prefix, as proto style
/// asks, and an
/// UNSPECIFIED zero that no domain value has.
public final class VerdictCodec {
    private static final String STATE = "HEALTH_STATE_";
    private static final String CAUSE = "CAUSE_";
    private static final String KIND = "EVIDENCE_KIND_";
    private static final String OUTCOME = "OUTCOME_";

    private VerdictCodec() {}

    public static Verdict decode(dev.mcp2026.proto.registry.v1.Verdict message) {
        return new Verdict(
                state(message.getState()),
                Cause.valueOf(name(CAUSE, message.getCause())),
                message.getReason(),
                Times.instant(message.getSince()),
                message.getEvidenceList().stream().map(VerdictCodec::decode).toList(),
                state(message.getPrevious()));
    }

    public static HealthState state(dev.mcp2026.proto.registry.v1.HealthState state) {
        return HealthState.valueOf(name(STATE, state));
    }

    public static Outcome outcome(dev.mcp2026.proto.registry.v1.Outcome outcome) {
        return Outcome.valueOf(name(OUTCOME, outcome));
    }

    private static Evidence decode(dev.mcp2026.proto.registry.v1.Evidence message) {
        return new Evidence(
                EvidenceKind.valueOf(name(KIND, message.getKind())),
                message.getObserver(),
                message.getCheck(),
                outcome(message.getOutcome()),
                message.getDetail(),
                Times.instant(message.getAt()),
                message.getCount());
    }

    private static String name(String prefix, Enum<?> value) {
        String name = value.name();
        if (!name.startsWith(prefix) || name.endsWith("UNSPECIFIED")) {
            throw Faults.invalid(
                    prefix.toLowerCase(java.util.Locale.ROOT) + "value",
                    name + " is not a value that can be used here",
                    "use one that the contract names; an older peer may not know newer ones");
        }
        return name.substring(prefix.length());
    }

    public static dev.mcp2026.proto.registry.v1.Verdict encode(Verdict verdict) {
        var message = dev.mcp2026.proto.registry.v1.Verdict.newBuilder()
                .setState(encode(verdict.state()))
                .setCause(encode(verdict.cause()))
                .setReason(verdict.reason())
                .setSince(Times.encode(verdict.since()))
                .setPrevious(encode(verdict.previous()));
        verdict.evidence().forEach(evidence -> message.addEvidence(encode(evidence)));
        return message.build();
    }

    public static dev.mcp2026.proto.registry.v1.HealthState encode(HealthState state) {
        return dev.mcp2026.proto.registry.v1.HealthState.valueOf(STATE + state.name());
    }

    public static dev.mcp2026.proto.registry.v1.Cause encode(Cause cause) {
        return dev.mcp2026.proto.registry.v1.Cause.valueOf(CAUSE + cause.name());
    }

    private static dev.mcp2026.proto.registry.v1.Evidence encode(Evidence evidence) {
        return dev.mcp2026.proto.registry.v1.Evidence.newBuilder()
                .setKind(dev.mcp2026.proto.registry.v1.EvidenceKind.valueOf(
                        KIND + evidence.kind().name()))
                .setObserver(evidence.observer())
                .setCheck(evidence.check())
                .setOutcome(dev.mcp2026.proto.registry.v1.Outcome.valueOf(
                        OUTCOME + evidence.outcome().name()))
                .setDetail(evidence.detail())
                .setAt(Times.encode(evidence.at()))
                .setCount(evidence.count())
                .build();
    }
}
