package dev.mcp2026.servicekit.grpc;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/// What a service threw, as the status to send. Anything that is neither a fault nor a status is a bug: the log
/// gets it whole, the caller gets the trace id.
final class FaultMapping {
    private static final Logger LOG = Logger.getLogger(FaultMapping.class);

    private FaultMapping() {}

    static StatusRuntimeException toStatus(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        String traceId = CurrentCall.traceId();
        return switch (cause) {
            case FaultException expected -> GrpcFaults.toGrpc(expected.fault(), traceId);
            case StatusRuntimeException status -> status;
            case StatusException status -> new StatusRuntimeException(status.getStatus(), status.getTrailers());
            default -> {
                LOG.errorf(cause, "call failed %s=%s", LogKeys.TRACE, traceId);
                yield GrpcFaults.toGrpc(
                        new Fault(
                                FaultKind.INTERNAL,
                                null,
                                "the server failed on this call",
                                "report it with its trace id"),
                        traceId);
            }
        };
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return (thrown instanceof CompletionException || thrown instanceof ExecutionException) && cause != null
                ? cause
                : thrown;
    }
}
