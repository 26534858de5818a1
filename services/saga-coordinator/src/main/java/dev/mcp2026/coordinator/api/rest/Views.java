package dev.mcp2026.coordinator.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.coordinator.api.grpc.SagaCodec;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.proto.saga.v1.GetSagaResponse;
import dev.mcp2026.proto.saga.v1.LogEvent;
import dev.mcp2026.proto.saga.v1.Saga;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.SagaStep;
import dev.mcp2026.wire.Times;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/// Answers as JSON.
@RegisterForReflection(targets = {Views.Started.class, Views.Told.class, Views.EventView.class})
public final class Views {
    private static final String PHASE = "SAGA_PHASE_";
    private static final String STATE = "STATE_";
    private static final String KIND = "KIND_";

    private Views() {}

    static String phase(SagaPhase phase) {
        return phase.name().substring(PHASE.length());
    }

    /// What was started.
    ///
    /// @param phase as it was when this was answered
    /// @param reason why it went back; empty where it did not
    /// @param stuck whether it waits for a person
    public record Started(String sagaId, String phase, String reason, boolean stuck) {
        static Started of(Recorded saga) {
            return new Started(
                    saga.id().value(),
                    Views.phase(SagaLog.phase(saga.state().phase())),
                    saga.state().phase().reason(),
                    saga.state().isStuck());
        }
    }

    /// A definition without faults.
    public record Valid(String name, int steps) {}

    /// A page of sagas, the newest first.
    public record SagaPage(
            List<SagaView> sagas,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String nextPageToken) {}

    /// One saga as lists show it.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SagaView(
            String sagaId,
            String name,
            String tenant,
            String phase,
            boolean stuck,
            Instant started,
            Instant changed,
            String reason) {
        static SagaView of(Saga saga) {
            return new SagaView(
                    saga.getSagaId(),
                    saga.getName(),
                    saga.getTenant(),
                    Views.phase(saga.getPhase()),
                    saga.getStuck(),
                    Times.instant(saga.getStarted()),
                    Times.instant(saga.getChanged()),
                    saga.getReason());
        }
    }

    /// One step.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record StepView(
            String name, String state, int attempts, String problem, String result, List<String> after, boolean pivot) {
        static StepView of(SagaStep step) {
            return new StepView(
                    step.getName(),
                    step.getState().name().substring(STATE.length()),
                    step.getAttempts(),
                    step.getProblem(),
                    step.getResult(),
                    step.getAfterList(),
                    step.getPivot());
        }
    }

    /// One thing that happened.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record EventView(
            long number,
            Instant at,
            String kind,
            String step,
            boolean compensation,
            int attempt,
            String reason,
            String by) {
        static EventView of(dev.mcp2026.proto.saga.v1.SagaEvent happened) {
            LogEvent event = happened.getEvent();
            return new EventView(
                    happened.getNumber(),
                    Times.instant(happened.getAt()),
                    event.getKind().name().substring(KIND.length()),
                    event.getStep(),
                    event.getCompensation(),
                    event.getAttempt(),
                    event.getReason(),
                    event.getBy());
        }
    }

    /// An event as a watch tells it.
    ///
    /// @param phase the saga's when it was sent
    public record Told(EventView event, String phase) {}

    /// A saga with its steps and all that happened.
    public record WholeSaga(
            SagaView saga,
            List<StepView> steps,
            List<EventView> events,
            String startedBy,
            JsonNode input,
            Instant deadline,
            long epoch) {
        static WholeSaga of(Recorded recorded) {
            GetSagaResponse saga = SagaCodec.whole(recorded);
            return new WholeSaga(
                    SagaView.of(saga.getSaga()),
                    saga.getStepsList().stream().map(StepView::of).toList(),
                    saga.getEventsList().stream().map(EventView::of).toList(),
                    saga.getStartedBy(),
                    recorded.state().input(),
                    Times.instant(saga.getDeadline()),
                    saga.getEpoch());
        }
    }
}
