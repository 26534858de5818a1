package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.saga.Side;
import java.util.LinkedHashMap;
import java.util.Map;

/// What every call carries, as HTTP headers and, in small letters, as gRPC metadata. `shared/saga-participant` reads
/// it.
final class CallHeaders {
    private CallHeaders() {}

    static Map<String, String> of(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", request.token().value());
        headers.put("Saga-Id", request.saga().value());
        headers.put("Saga-Step", request.step().value());
        headers.put("Saga-Action", request.side() == Side.ACTION ? "action" : "compensation");
        headers.put("Saga-Epoch", Long.toString(request.epoch()));
        headers.put("Saga-Deadline", request.deadline().toString());
        headers.put("Saga-Resource", HttpParticipants.encoded(request.token().resource()));
        return headers;
    }
}
