package dev.mcp2026.http3;

import io.grpc.Status;
import io.netty.incubator.codec.http3.Http3ErrorCode;

/// HTTP/3 error codes as gRPC statuses, as gRPC's "Errors" maps those of HTTP/2.
final class ErrorCodes {
    private ErrorCodes() {}

    static Status ofReset(long code) {
        for (Http3ErrorCode known : Http3ErrorCode.values()) {
            if (known.code() == code) {
                return of(known);
            }
        }
        return Status.INTERNAL.withDescription("the peer reset the call with code 0x" + Long.toHexString(code));
    }

    private static Status of(Http3ErrorCode code) {
        Status status = switch (code) {
            case H3_REQUEST_REJECTED -> Status.UNAVAILABLE;
            case H3_REQUEST_CANCELLED -> Status.CANCELLED;
            case H3_EXCESSIVE_LOAD -> Status.RESOURCE_EXHAUSTED;
            default -> Status.INTERNAL;
        };
        return status.withDescription("the peer reset the call: " + code);
    }
}
