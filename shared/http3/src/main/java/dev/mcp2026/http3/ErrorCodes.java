package dev.mcp2026.http3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.grpc.Status;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import io.netty.incubator.codec.http3.Http3Exception;
import io.netty.incubator.codec.http3.Http3HeadersValidationException;
import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;

/// HTTP/3 error codes as gRPC statuses, as gRPC's proposal G2 maps them. grpc-java's HTTP/2 makes UNAVAILABLE of
/// NO_ERROR where gRPC's "Errors" and G2 say INTERNAL: that stays INTERNAL here, since what is UNAVAILABLE is repeated.
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

    /// Why the peer has closed the connection.
    static Status ofClose(QuicConnectionCloseEvent closed) {
        boolean load = closed.isApplicationClose() && closed.error() == Http3ErrorCode.H3_EXCESSIVE_LOAD.code();
        return load
                ? Status.RESOURCE_EXHAUSTED.withDescription(
                        "the peer refused the connection: " + new String(closed.reason(), US_ASCII))
                : Status.UNAVAILABLE.withDescription("the peer closed the connection: " + closed);
    }

    /// Whether a stream ended since what its peer sent is no HTTP message (RFC 9114 section 4.1.2).
    static boolean isMalformed(Throwable cause) {
        return cause instanceof Http3Exception || cause instanceof Http3HeadersValidationException;
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
