package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Tells a failed call: what the cell answered if it answered, else why it could not be reached.
final class CallFailure {
    private static final int CAUSES_MAX = 10;
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private CallFailure() {}

    /// @param where what was asked, as a person would call it: `cell1 at 127.0.0.1:9081`
    static FaultException of(String where, StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        boolean answered = trailers != null && trailers.containsKey(DETAILS);
        Fault fault = answered ? GrpcFaults.fromGrpc(failure) : transport(where, failure);
        String trace =
                GrpcFaults.traceIdOf(failure).map(id -> " (trace " + id + ")").orElse("");
        return new FaultException(
                new Fault(fault.kind(), fault.field(), fault.detail() + trace, fault.action()), failure);
    }

    static FaultException withoutMesh(String where, StatusRuntimeException failure) {
        return new FaultException(
                fault(
                        FaultKind.INTERNAL,
                        where + " has no mesh",
                        "it runs without one or is older than this mcpctl; its version is shown by: mcpctl cells"),
                failure);
    }

    private static Fault transport(String where, StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case UNAVAILABLE -> unreachable(where, failure);
            case DEADLINE_EXCEEDED ->
                fault(
                        FaultKind.DEADLINE_EXCEEDED,
                        where + " did not answer in time",
                        "it may be overloaded or the path lossy; check it, or raise --request-timeout");
            case UNIMPLEMENTED ->
                fault(
                        FaultKind.INTERNAL,
                        where + " does not know this operation",
                        "it may be older than this mcpctl, or another service's port; see mcpctl context");
            default -> {
                Fault plain = GrpcFaults.fromGrpc(failure);
                yield fault(plain.kind(), where + ": " + plain.detail(), plain.action());
            }
        };
    }

    private static Fault unreachable(String where, StatusRuntimeException failure) {
        List<Throwable> causes = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX)
                .toList();
        for (Throwable cause : causes) {
            if (cause instanceof CertificateExpiredException) {
                return fault(
                        FaultKind.UNAUTHENTICATED,
                        "the certificate of " + where + " has expired",
                        "renew it: ./mcp up does for local cells; and compare the clocks");
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof SSLException) {
                return handshake(where, String.valueOf(cause.getMessage()));
            }
        }
        return fault(
                FaultKind.UNAVAILABLE,
                where + " does not answer (" + reason(causes, failure.getStatus()) + ")",
                "is it up? try: ./mcp up, or another cell with --context");
    }

    private static Fault handshake(String where, String message) {
        if (message.contains("fatal alert")) {
            return fault(
                    FaultKind.UNAUTHENTICATED,
                    where + " refuses this context's certificate (" + message + ")",
                    "is it expired, or of another trust domain? see mcpctl context; ./mcp up renews local ones");
        }
        return fault(
                FaultKind.UNAUTHENTICATED,
                where + " does not prove to be a cell this context trusts (" + message + ")",
                "the context's 'ca' must be the bundle of the cell's trust domain; see mcpctl context");
    }

    private static String reason(List<Throwable> causes, Status status) {
        for (Throwable cause : causes) {
            switch (cause) {
                case UnknownHostException e -> {
                    return "unknown host";
                }
                case NoRouteToHostException e -> {
                    return "no route to host";
                }
                case ConnectException e -> {
                    return String.valueOf(e.getMessage()).contains("refused") ? "connection refused" : "no connection";
                }
                default -> {
                    // Look at its cause.
                }
            }
        }
        return status.getDescription() == null ? "connection lost" : status.getDescription();
    }

    private static Fault fault(FaultKind kind, String detail, String action) {
        return new Fault(kind, null, detail, action);
    }
}
