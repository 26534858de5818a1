package dev.mcp2026.coordinator.api.grpc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.operations.SagaOperations;
import dev.mcp2026.coordinator.watch.EndWait;
import dev.mcp2026.coordinator.watch.SagaWatch;
import dev.mcp2026.coordinator.watch.Watches;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.saga.v1.CancelSagaRequest;
import dev.mcp2026.proto.saga.v1.CancelSagaResponse;
import dev.mcp2026.proto.saga.v1.GetSagaRequest;
import dev.mcp2026.proto.saga.v1.GetSagaResponse;
import dev.mcp2026.proto.saga.v1.ListSagasRequest;
import dev.mcp2026.proto.saga.v1.ListSagasResponse;
import dev.mcp2026.proto.saga.v1.RetryStepRequest;
import dev.mcp2026.proto.saga.v1.RetryStepResponse;
import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.SkipStepRequest;
import dev.mcp2026.proto.saga.v1.SkipStepResponse;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.proto.saga.v1.StartSagaResponse;
import dev.mcp2026.proto.saga.v1.ValidateSagaRequest;
import dev.mcp2026.proto.saga.v1.ValidateSagaResponse;
import dev.mcp2026.proto.saga.v1.WatchSagaRequest;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.servicekit.grpc.CallThread;
import dev.mcp2026.wire.Times;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;
import java.util.HashSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `mcp2026.saga.v1.Sagas`. Faults thrown here become statuses in the service kit.
@GrpcService
public class SagaEndpoint extends SagasGrpc.SagasImplBase {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SagaOperations operations;
    private final Watches watches;

    public SagaEndpoint(SagaOperations operations, Watches watches) {
        this.operations = operations;
        this.watches = watches;
    }

    private static <T> void answer(StreamObserver<T> response, Supplier<T> work) {
        CallThread.run(response, () -> {
            response.onNext(work.get());
            response.onCompleted();
        });
    }

    private static @Nullable TenantId tenant(String value) {
        return value.isEmpty() ? null : new TenantId(value);
    }

    private static String text(Struct object) {
        try {
            return JsonFormat.printer().print(object);
        } catch (InvalidProtocolBufferException e) {
            throw Faults.invalid("object", "it can't be written as JSON: " + e.getMessage(), "correct it");
        }
    }

    private static ObjectNode json(Struct object) {
        try {
            return (ObjectNode) JSON.readTree(text(object));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw Faults.invalid("input", "it is no JSON object", "correct it");
        }
    }

    @Override
    public void startSaga(StartSagaRequest request, StreamObserver<StartSagaResponse> response) {
        String source = request.hasObject() ? text(request.getObject()) : request.getDefinition();
        answer(response, () -> {
            Duration wait = EndWait.checked(Times.duration("wait", request.getWait()));
            SagaId id = operations.start(
                    source,
                    tenant(request.getTenant()),
                    json(request.getInput()),
                    request.getIdempotencyKey(),
                    !request.getSkipProbe());
            return SagaCodec.started(watches.await(id, wait));
        });
    }

    @Override
    public void validateSaga(ValidateSagaRequest request, StreamObserver<ValidateSagaResponse> response) {
        String source = request.hasObject() ? text(request.getObject()) : request.getDefinition();
        answer(response, () -> {
            var definition = operations.validate(source, tenant(request.getTenant()));
            return ValidateSagaResponse.newBuilder()
                    .setName(definition.name())
                    .setSteps(definition.steps().size())
                    .build();
        });
    }

    @Override
    public void getSaga(GetSagaRequest request, StreamObserver<GetSagaResponse> response) {
        SagaId id = new SagaId(request.getSagaId());
        answer(response, () -> SagaCodec.whole(operations.get(id)));
    }

    @Override
    public void listSagas(ListSagasRequest request, StreamObserver<ListSagasResponse> response) {
        answer(response, () -> {
            var page = operations.list(
                    tenant(request.getTenant()),
                    request.getName(),
                    new HashSet<>(request.getPhasesList()),
                    request.getStuckOnly(),
                    request.getPageSize(),
                    request.getPageToken());
            ListSagasResponse.Builder message = ListSagasResponse.newBuilder().setNextPageToken(page.next());
            page.items().forEach(item -> message.addSagas(SagaCodec.summary(item)));
            return message.build();
        });
    }

    @Override
    public void watchSaga(WatchSagaRequest request, StreamObserver<WatchSagaResponse> response) {
        SagaId id = new SagaId(request.getSagaId());
        var client = (ServerCallStreamObserver<WatchSagaResponse>) response;
        SagaWatch watch = new SagaWatch(new GrpcSink(client), request.getAfter());
        // Before the call's method returns: gRPC takes no handlers after that.
        client.setOnReadyHandler(watch::send);
        client.setOnCancelHandler(watch::end);
        client.setOnCloseHandler(watch::end);
        CallThread.run(response, () -> watches.open(id, watch, () -> operations.get(id)));
    }

    @Override
    public void cancelSaga(CancelSagaRequest request, StreamObserver<CancelSagaResponse> response) {
        SagaId id = new SagaId(request.getSagaId());
        answer(response, () -> {
            operations.cancel(id, request.getReason());
            return CancelSagaResponse.getDefaultInstance();
        });
    }

    @Override
    public void retryStep(RetryStepRequest request, StreamObserver<RetryStepResponse> response) {
        SagaId id = new SagaId(request.getSagaId());
        StepName step = new StepName(request.getStep());
        answer(response, () -> {
            operations.retry(id, step);
            return RetryStepResponse.getDefaultInstance();
        });
    }

    @Override
    public void skipStep(SkipStepRequest request, StreamObserver<SkipStepResponse> response) {
        SagaId id = new SagaId(request.getSagaId());
        StepName step = new StepName(request.getStep());
        answer(response, () -> {
            operations.skip(id, step, request.getReason());
            return SkipStepResponse.getDefaultInstance();
        });
    }
}
