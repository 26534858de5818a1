package dev.mcp2026.saga.participant;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a participant tells the coordinator. A malformed call has no outcome: it is HTTP 400 or INVALID_ARGUMENT.
///
/// @param httpStatus as RFC 9110 has it
/// @param grpcStatus as gRPC's status codes have it
/// @param reason a stable word for programs: `DONE`, `EMPTY_COMPENSATION`, `BUSINESS_REFUSAL` or an [Outcome.Reason]
/// @param text the result, or why there is none; empty for an empty compensation
/// @param retryAfter how long to wait before the same call is worth making again: the header `Retry-After`
public record Answer(
        int httpStatus,
        GrpcStatus grpcStatus,
        String reason,
        String text,
        @Nullable Duration retryAfter) {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// The codes that are answered, of https://grpc.io/docs/guides/status-codes.
    public enum GrpcStatus {
        OK(0),
        DEADLINE_EXCEEDED(4),
        FAILED_PRECONDITION(9),
        ABORTED(10),
        UNAVAILABLE(14);

        private final int code;

        GrpcStatus(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    public static Answer of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(String result, boolean _) -> new Answer(200, GrpcStatus.OK, "DONE", result, null);
            case Outcome.EmptyCompensation(boolean _) -> new Answer(200, GrpcStatus.OK, "EMPTY_COMPENSATION", "", null);
            case Outcome.BusinessRefusal(String why, boolean _) ->
                new Answer(422, GrpcStatus.FAILED_PRECONDITION, "BUSINESS_REFUSAL", why, null);
            case Outcome.Refused refused -> of(refused);
        };
    }

    private static Answer of(Outcome.Refused refused) {
        String reason = refused.reason().name();
        return switch (refused.reason()) {
            case TOMBSTONED, TOKEN_COLLISION ->
                new Answer(409, GrpcStatus.FAILED_PRECONDITION, reason, refused.detail(), null);
            // Not for this caller to retry: whoever has the saga now goes on with it.
            case STALE_EPOCH -> new Answer(409, GrpcStatus.ABORTED, reason, refused.detail(), null);
            case DEADLINE_PASSED -> new Answer(504, GrpcStatus.DEADLINE_EXCEEDED, reason, refused.detail(), null);
            case IN_PROGRESS -> new Answer(503, GrpcStatus.UNAVAILABLE, reason, refused.detail(), RETRY_AFTER);
        };
    }
}
