package dev.mcp2026.servicekit.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/// The id by which a caller's report and the log's lines find each other.
public final class TraceIds {
    private TraceIds() {}

    /// W3C trace id in hex; empty where nothing is traced.
    public static String current() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : "";
    }
}
