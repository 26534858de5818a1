package dev.mcp2026.coordinator.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.proto.saga.v1.LogEvent;
import dev.mcp2026.proto.saga.v1.LogEvent.Kind;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.wire.Times;

/// Events as the log has them.
public final class EventCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventCodec() {}

    public static LogEvent encode(SagaEvent event) {
        return switch (event) {
            case SagaEvent.Begun e -> of(Kind.KIND_BEGUN, e.step()).build();
            case SagaEvent.Succeeded e ->
                of(Kind.KIND_SUCCEEDED, e.step())
                        .setResult(e.result().toString())
                        .build();
            case SagaEvent.Refused e ->
                of(Kind.KIND_REFUSED, e.step()).setReason(e.reason()).build();
            case SagaEvent.Failed e ->
                of(Kind.KIND_FAILED, e.step(), e.side())
                        .setAttempt(e.attempt())
                        .setReason(e.reason())
                        .setNext(Times.encode(e.next()))
                        .build();
            case SagaEvent.Abandoned e ->
                of(Kind.KIND_ABANDONED, e.step()).setReason(e.reason()).build();
            case SagaEvent.Turned e ->
                LogEvent.newBuilder()
                        .setKind(Kind.KIND_TURNED)
                        .setReason(e.reason())
                        .build();
            case SagaEvent.UndoBegun e ->
                of(Kind.KIND_UNDO_BEGUN, e.step(), Side.COMPENSATION).build();
            case SagaEvent.Undone e ->
                of(Kind.KIND_UNDONE, e.step(), Side.COMPENSATION).build();
            case SagaEvent.DeadLettered e ->
                of(Kind.KIND_DEAD_LETTERED, e.step(), e.side())
                        .setAttempt(e.attempts())
                        .setReason(e.reason())
                        .build();
            case SagaEvent.Retried e ->
                of(Kind.KIND_RETRIED, e.step(), e.side()).setBy(e.by()).build();
            case SagaEvent.Skipped e ->
                of(Kind.KIND_SKIPPED, e.step(), e.side())
                        .setBy(e.by())
                        .setReason(e.reason())
                        .build();
            case SagaEvent.Completed _ ->
                LogEvent.newBuilder().setKind(Kind.KIND_COMPLETED).build();
            case SagaEvent.Compensated e ->
                LogEvent.newBuilder()
                        .setKind(Kind.KIND_COMPENSATED)
                        .setReason(e.reason())
                        .build();
        };
    }

    private static LogEvent.Builder of(Kind kind, StepName step) {
        return of(kind, step, Side.ACTION);
    }

    private static LogEvent.Builder of(Kind kind, StepName step, Side side) {
        return LogEvent.newBuilder().setKind(kind).setStep(step.value()).setCompensation(side == Side.COMPENSATION);
    }

    /// @throws IllegalArgumentException for what only a newer version writes
    static SagaEvent decode(LogEvent event) {
        Side side = event.getCompensation() ? Side.COMPENSATION : Side.ACTION;
        return switch (event.getKind()) {
            case KIND_BEGUN -> new SagaEvent.Begun(step(event));
            case KIND_SUCCEEDED -> new SagaEvent.Succeeded(step(event), json(event.getResult()));
            case KIND_REFUSED -> new SagaEvent.Refused(step(event), event.getReason());
            case KIND_FAILED ->
                new SagaEvent.Failed(
                        step(event), side, event.getAttempt(), event.getReason(), Times.instant(event.getNext()));
            case KIND_ABANDONED -> new SagaEvent.Abandoned(step(event), event.getReason());
            case KIND_TURNED -> new SagaEvent.Turned(event.getReason());
            case KIND_UNDO_BEGUN -> new SagaEvent.UndoBegun(step(event));
            case KIND_UNDONE -> new SagaEvent.Undone(step(event));
            case KIND_DEAD_LETTERED ->
                new SagaEvent.DeadLettered(step(event), side, event.getAttempt(), event.getReason());
            case KIND_RETRIED -> new SagaEvent.Retried(step(event), side, event.getBy());
            case KIND_SKIPPED -> new SagaEvent.Skipped(step(event), side, event.getBy(), event.getReason());
            case KIND_COMPLETED -> new SagaEvent.Completed();
            case KIND_COMPENSATED -> new SagaEvent.Compensated(event.getReason());
            case KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("the log has an event of kind " + event.getKindValue());
        };
    }

    private static StepName step(LogEvent event) {
        return new StepName(event.getStep());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the log has what is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
