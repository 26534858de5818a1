package dev.mcp2026.wire;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fault as an RFC 9457 problem document (`application/problem+json`), with the extension members
/// `kind`, `field`, `action` and `traceId`.
///
/// @param status HTTP status, repeated in the body
/// @param instance path of the request
/// @param field path of the member at fault, if one is
/// @param traceId id to find the log lines by, if there is a trace
public record Problem(
        FaultKind kind,
        int status,
        String title,
        String detail,
        String action,
        @Nullable String instance,
        @Nullable String field,
        @Nullable String traceId) {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final int UNPROCESSABLE_CONTENT = 422;

    /// A limit hit by a field of the request is 422, since sending it again can't help; any other limit is 429.
    public static Problem of(Fault fault, @Nullable String instance, @Nullable String traceId) {
        int status = fault.kind() == FaultKind.LIMIT_EXCEEDED && fault.field() != null
                ? UNPROCESSABLE_CONTENT
                : WireCode.of(fault.kind()).http();
        return withStatus(status, fault, instance, traceId);
    }

    /// For the few failures that HTTP has a code of its own for (405, 413, 415).
    public static Problem withStatus(int status, Fault fault, @Nullable String instance, @Nullable String traceId) {
        return new Problem(
                fault.kind(),
                status,
                WireCode.of(fault.kind()).title(),
                fault.detail(),
                fault.action(),
                instance,
                fault.field(),
                traceId);
    }

    public String type() {
        return WireCode.typeOf(kind);
    }

    /// The JSON members in the order they are to be shown, those without a value left out.
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type());
        members.put("title", title);
        members.put("status", status);
        put(members, "detail", detail);
        put(members, "instance", instance);
        members.put("kind", kind.name());
        put(members, "field", field);
        put(members, "action", action);
        put(members, "traceId", traceId);
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            members.put(name, value);
        }
    }
}
