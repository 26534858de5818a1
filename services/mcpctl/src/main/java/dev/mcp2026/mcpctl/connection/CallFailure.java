package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.context.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/// Tells a failed call: what the cell answered if it answered, else why it could not be reached.
final class CallFailure {
    private static final int CAUSES_MAX = 10;

    private CallFailure() {}

    static FaultException of(Context context, StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String where = context.name() + " at " + context.address();
        return switch (status.getCode()) {
            case UNAVAILABLE -> unreachable(where, failure);
            case DEADLINE_EXCEEDED ->
                Faults.of(
                        FaultKind.DEADLINE_EXCEEDED,
                        where + " did not answer in time",
                        "it may be overloaded or the path lossy; look at 'mcpctl cells', or raise --request-timeout");
            default -> answered(where, status);
        };
    }

    private static FaultException unreachable(String where, StatusRuntimeException failure) {
        for (Throwable cause = failure.getCause(), i = null; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return Faults.of(
                        FaultKind.UNAUTHENTICATED,
                        where + " shows a certificate that this context does not trust",
                        "is it another trust domain? the context's 'ca' must be the bundle of the cell's domain");
            }
        }
        return Faults.of(FaultKind.UNAVAILABLE, where, "");
    }

    private static FaultException answered(String where, Status status) {
        return Faults.of(FaultKind.INTERNAL, where + " " + status, "");
    }
}
