package dev.mcp2026.wire;

import dev.mcp2026.kernel.error.FaultKind;
import io.grpc.Status;
import java.util.Locale;

/// What one [FaultKind] is called on each wire. A new kind does not compile until it has a row here.
///
/// @param grpc canonical gRPC code, chosen by what a generic client does with it: only `UNAVAILABLE` invites
///     a blind retry, so a read-only store is `FAILED_PRECONDITION`, not `UNAVAILABLE`
/// @param http HTTP status (RFC 9110)
/// @param title short summary of the class of problem, the same for every occurrence (RFC 9457 §3.1.3)
public record WireCode(Status.Code grpc, int http, String title) {
    private static final String TYPE_PREFIX = "urn:mcp2026:fault:";

    public static WireCode of(FaultKind kind) {
        return switch (kind) {
            case INVALID_ARGUMENT -> new WireCode(Status.Code.INVALID_ARGUMENT, 400, "Invalid request");
            case UNAUTHENTICATED -> new WireCode(Status.Code.UNAUTHENTICATED, 401, "No acceptable credential");
            case PERMISSION_DENIED -> new WireCode(Status.Code.PERMISSION_DENIED, 403, "Not allowed");
            case NOT_FOUND -> new WireCode(Status.Code.NOT_FOUND, 404, "Not found");
            case CONFLICT -> new WireCode(Status.Code.ALREADY_EXISTS, 409, "Already in use for something else");
            case PRECONDITION_FAILED -> new WireCode(Status.Code.ABORTED, 412, "Changed in the meantime");
            case LIMIT_EXCEEDED -> new WireCode(Status.Code.RESOURCE_EXHAUSTED, 429, "Limit exceeded");
            case CLOCK_SKEW -> new WireCode(Status.Code.FAILED_PRECONDITION, 422, "Clock too far ahead");
            case READ_ONLY -> new WireCode(Status.Code.FAILED_PRECONDITION, 503, "Read-only at present");
            case UNAVAILABLE -> new WireCode(Status.Code.UNAVAILABLE, 503, "Unavailable");
            case DEADLINE_EXCEEDED -> new WireCode(Status.Code.DEADLINE_EXCEEDED, 504, "No answer in time");
            case INTERNAL -> new WireCode(Status.Code.INTERNAL, 500, "Internal error");
        };
    }

    /// The problem type: a URN, stable, and not meant to be fetched.
    public static String typeOf(FaultKind kind) {
        return TYPE_PREFIX + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
