package dev.mcp2026.coordinator.api.grpc;

import dev.mcp2026.coordinator.log.EventCodec;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.Summary;
import dev.mcp2026.coordinator.saga.StepState;
import dev.mcp2026.proto.saga.v1.GetSagaResponse;
import dev.mcp2026.proto.saga.v1.Saga;
import dev.mcp2026.proto.saga.v1.SagaEvent;
import dev.mcp2026.proto.saga.v1.SagaStep;
import dev.mcp2026.proto.saga.v1.StartSagaResponse;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.StepDefinition;
import dev.mcp2026.wire.Times;

/// Sagas as the contract's messages.
public final class SagaCodec {
    private static final int RESULT_CHARS = 2_000;

    private SagaCodec() {}

    static StartSagaResponse started(Recorded saga) {
        return StartSagaResponse.newBuilder()
                .setSagaId(saga.id().value())
                .setPhase(SagaLog.phase(saga.state().phase()))
                .setReason(saga.state().phase().reason())
                .setStuck(saga.state().isStuck())
                .build();
    }

    public static Saga summary(Summary summary) {
        var head = summary.head();
        return Saga.newBuilder()
                .setSagaId(summary.id().value())
                .setName(head.getName())
                .setTenant(head.getTenant())
                .setPhase(head.getPhase())
                .setStuck(head.getStuck())
                .setStarted(head.getStarted())
                .setChanged(head.getChanged())
                .setReason(head.getReason())
                .build();
    }

    public static GetSagaResponse whole(Recorded saga) {
        var state = saga.state();
        GetSagaResponse.Builder message = GetSagaResponse.newBuilder()
                .setSaga(Saga.newBuilder()
                        .setSagaId(saga.id().value())
                        .setName(state.definition().name())
                        .setTenant(state.definition().tenant().value())
                        .setPhase(SagaLog.phase(state.phase()))
                        .setStuck(state.isStuck())
                        .setStarted(Times.encode(saga.started()))
                        .setChanged(Times.encode(saga.changed()))
                        .setReason(state.phase().reason()))
                .setStartedBy(saga.startedBy())
                .setInput(state.input().toString())
                .setDeadline(Times.encode(state.deadline()))
                .setEpoch(saga.epoch());
        state.definition().steps().values().forEach(step -> message.addSteps(step(saga, step)));
        saga.events().forEach(event -> message.addEvents(event(event)));
        return message.build();
    }

    public static SagaEvent event(Recorded.Happened happened) {
        return SagaEvent.newBuilder()
                .setNumber(happened.number())
                .setAt(Times.encode(happened.at()))
                .setEvent(EventCodec.encode(happened.event()))
                .build();
    }

    private static SagaStep step(Recorded saga, StepDefinition definition) {
        StepName name = definition.name();
        SagaStep.Builder step = SagaStep.newBuilder().setName(name.value()).setPivot(definition.pivot());
        definition.after().stream().sorted().forEach(before -> step.addAfter(before.value()));
        var result = saga.state().results().get(name);
        if (result != null) {
            String text = result.toString();
            step.setResult(text.length() <= RESULT_CHARS ? text : text.substring(0, RESULT_CHARS) + "…");
        }
        return switch (saga.state().step(name)) {
            case StepState.Waiting _ ->
                step.setState(SagaStep.State.STATE_WAITING).build();
            case StepState.Trying s ->
                step.setState(SagaStep.State.STATE_TRYING)
                        .setAttempts(s.attempts())
                        .setProblem(s.problem())
                        .build();
            case StepState.Done _ -> step.setState(SagaStep.State.STATE_DONE).build();
            case StepState.Refused s ->
                step.setState(SagaStep.State.STATE_REFUSED)
                        .setProblem(s.reason())
                        .build();
            case StepState.Abandoned s ->
                step.setState(SagaStep.State.STATE_ABANDONED)
                        .setProblem(s.reason())
                        .build();
            case StepState.Undoing s ->
                step.setState(SagaStep.State.STATE_UNDOING)
                        .setAttempts(s.attempts())
                        .setProblem(s.problem())
                        .build();
            case StepState.Undone _ ->
                step.setState(SagaStep.State.STATE_UNDONE).build();
            case StepState.Dead s ->
                step.setState(SagaStep.State.STATE_DEAD)
                        .setAttempts(s.attempts())
                        .setProblem(s.reason())
                        .build();
            case StepState.Skipped s ->
                step.setState(SagaStep.State.STATE_SKIPPED)
                        .setProblem(s.by() + ": " + s.reason())
                        .build();
        };
    }
}
