package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.saga.participant.SagaHeader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// What every call carries, as HTTP headers and, in small letters, as gRPC metadata. `shared/saga-participant` reads
/// it.
final class CallHeaders {
    private CallHeaders() {}

    static Map<String, String> http(Request request) {
        return of(request, SagaHeader::http);
    }

    static Map<String, String> grpc(Request request) {
        return of(request, SagaHeader::grpc);
    }

    private static Map<String, String> of(Request request, Function<SagaHeader, String> name) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(name.apply(SagaHeader.TOKEN), request.token().value());
        headers.put(name.apply(SagaHeader.SAGA), request.saga().value());
        headers.put(name.apply(SagaHeader.STEP), request.step().value());
        headers.put(name.apply(SagaHeader.ACTION), request.side() == Side.ACTION ? "action" : "compensation");
        headers.put(name.apply(SagaHeader.EPOCH), Long.toString(request.epoch()));
        headers.put(name.apply(SagaHeader.DEADLINE), request.deadline().toString());
        headers.put(
                name.apply(SagaHeader.RESOURCE),
                HttpParticipants.encoded(request.token().resource()));
        return headers;
    }
}
