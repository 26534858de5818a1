package dev.mcp2026.mcpctl;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.saga.v1.CancelSagaRequest;
import dev.mcp2026.proto.saga.v1.CancelSagaResponse;
import dev.mcp2026.proto.saga.v1.GetSagaRequest;
import dev.mcp2026.proto.saga.v1.GetSagaResponse;
import dev.mcp2026.proto.saga.v1.ListSagasRequest;
import dev.mcp2026.proto.saga.v1.ListSagasResponse;
import dev.mcp2026.proto.saga.v1.LogEvent;
import dev.mcp2026.proto.saga.v1.Saga;
import dev.mcp2026.proto.saga.v1.SagaEvent;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.SagaStep;
import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.proto.saga.v1.StartSagaResponse;
import dev.mcp2026.proto.saga.v1.WatchSagaRequest;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A saga coordinator of one cell that has one saga: as much of the contract as the commands touch.
final class FakeSagas extends SagasGrpc.SagasImplBase {
    static final String ID = "7zzzzzzzzz0123456789a";

    final List<StartSagaRequest> started = new CopyOnWriteArrayList<>();
    final List<CancelSagaRequest> cancelled = new CopyOnWriteArrayList<>();
    final List<WatchSagaRequest> watches = new CopyOnWriteArrayList<>();
    volatile SagaPhase end = SagaPhase.SAGA_PHASE_COMPLETED;
    /// The first watch breaks off after one event.
    volatile boolean breaking;

    @Override
    public void startSaga(StartSagaRequest request, StreamObserver<StartSagaResponse> answer) {
        started.add(request);
        answer.onNext(StartSagaResponse.newBuilder().setSagaId(ID).build());
        answer.onCompleted();
    }

    @Override
    public void watchSaga(WatchSagaRequest request, StreamObserver<WatchSagaResponse> answer) {
        watches.add(request);
        for (SagaEvent event : events()) {
            if (event.getNumber() > request.getAfter()) {
                answer.onNext(WatchSagaResponse.newBuilder()
                        .setEvent(event)
                        .setPhase(event.getNumber() == events().size() ? end : SagaPhase.SAGA_PHASE_RUNNING)
                        .build());
                if (breaking) {
                    breaking = false;
                    answer.onError(GrpcFaults.toGrpc(
                            new Fault(FaultKind.UNAVAILABLE, null, "the coordinator goes", "try again"), ""));
                    return;
                }
            }
        }
        answer.onCompleted();
    }

    private List<SagaEvent> events() {
        return List.of(
                event(1, LogEvent.newBuilder().setKind(LogEvent.Kind.KIND_BEGUN).setStep("reserve")),
                event(
                        2,
                        LogEvent.newBuilder()
                                .setKind(LogEvent.Kind.KIND_SUCCEEDED)
                                .setStep("reserve")
                                .setResult("{\"reservation\":7}")),
                event(
                        3,
                        LogEvent.newBuilder()
                                .setKind(
                                        end == SagaPhase.SAGA_PHASE_COMPLETED
                                                ? LogEvent.Kind.KIND_COMPLETED
                                                : LogEvent.Kind.KIND_COMPENSATED)));
    }

    private static SagaEvent event(long number, LogEvent.Builder event) {
        return SagaEvent.newBuilder()
                .setNumber(number)
                .setAt(FakeRegistry.NOON)
                .setEvent(event)
                .build();
    }

    private Saga saga() {
        return Saga.newBuilder()
                .setSagaId(ID)
                .setName("order")
                .setTenant("shop")
                .setPhase(end)
                .setStarted(FakeRegistry.NOON)
                .setChanged(FakeRegistry.NOON)
                .build();
    }

    @Override
    public void getSaga(GetSagaRequest request, StreamObserver<GetSagaResponse> answer) {
        if (!request.getSagaId().equals(ID)) {
            answer.onError(GrpcFaults.toGrpc(
                    new Fault(FaultKind.NOT_FOUND, null, "there is no saga " + request.getSagaId(), "list them"), ""));
            return;
        }
        answer.onNext(GetSagaResponse.newBuilder()
                .setSaga(saga())
                .setStartedBy("spiffe://mcp2026.local/operator/dev")
                .setDeadline(FakeRegistry.NOON)
                .setEpoch(2)
                .addSteps(SagaStep.newBuilder()
                        .setName("reserve")
                        .setState(SagaStep.State.STATE_DONE)
                        .setPivot(true))
                .addAllEvents(events())
                .build());
        answer.onCompleted();
    }

    @Override
    public void listSagas(ListSagasRequest request, StreamObserver<ListSagasResponse> answer) {
        boolean wanted =
                request.getPhasesCount() == 0 || request.getPhasesList().contains(end);
        answer.onNext(ListSagasResponse.newBuilder()
                .addAllSagas(wanted ? List.of(saga()) : List.of())
                .build());
        answer.onCompleted();
    }

    @Override
    public void cancelSaga(CancelSagaRequest request, StreamObserver<CancelSagaResponse> answer) {
        cancelled.add(request);
        answer.onNext(CancelSagaResponse.getDefaultInstance());
        answer.onCompleted();
    }
}
