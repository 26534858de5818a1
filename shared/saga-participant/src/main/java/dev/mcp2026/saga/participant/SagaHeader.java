package dev.mcp2026.saga.participant;

import java.util.Locale;

/// What the coordinator sends with every call: HTTP headers, or gRPC metadata of the same names in lower case.
public enum SagaHeader {
    /// [IdempotencyToken], as draft-ietf-httpapi-idempotency-key-header names the header.
    TOKEN("Idempotency-Key"),
    /// [SagaId].
    SAGA("Saga-Id"),
    /// [StepName].
    STEP("Saga-Step"),
    /// `action` or `compensation`.
    ACTION("Saga-Action"),
    /// A decimal number of at least 1, which grows whenever another coordinator takes the saga over.
    EPOCH("Saga-Epoch"),
    /// RFC 3339 date and time.
    DEADLINE("Saga-Deadline"),
    /// [ResourceKey], as percent-encoded UTF-8.
    RESOURCE("Saga-Resource");

    private final String http;

    SagaHeader(String http) {
        this.http = http;
    }

    public String http() {
        return http;
    }

    public String grpc() {
        return http.toLowerCase(Locale.ROOT);
    }
}
