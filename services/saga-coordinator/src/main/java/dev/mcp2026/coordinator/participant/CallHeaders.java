package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.saga.participant.SagaHeader;
import java.util.LinkedHashMap;
import java.util.Map;

/// What every call carries, as HTTP headers and, in small letters, as gRPC metadata. `shared/saga-participant` reads
/// it.
final class CallHeaders {
    private CallHeaders() {}

    static Map<String, String> of(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SagaHeader.TOKEN.http(), request.token().value());
        headers.put(SagaHeader.SAGA.http(), request.saga().value());
        headers.put(SagaHeader.STEP.http(), request.step().value());
        headers.put(SagaHeader.ACTION.http(), request.side() == Side.ACTION ? "action" : "compensation");
        headers.put(SagaHeader.EPOCH.http(), Long.toString(request.epoch()));
        headers.put(SagaHeader.DEADLINE.http(), request.deadline().toString());
        headers.put(
                SagaHeader.RESOURCE.http(),
                HttpParticipants.encoded(request.token().resource()));
        return headers;
    }
}
