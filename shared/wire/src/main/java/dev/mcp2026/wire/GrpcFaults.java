package dev.mcp2026.wire;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Faults to gRPC status and back, in the rich error model (`google.rpc.Status` in the trailers).
///
/// `ErrorInfo` carries the kind as reason, [#DOMAIN] as domain, and detail, action and trace id as metadata.
/// A fault with a field also carries `BadRequest`, which generic tools show. Details are decoded with
/// `parseFrom`, not `Any.unpack`, since the latter needs reflection that a native image does not have.
public final class GrpcFaults {
    public static final String DOMAIN = "mcp2026";

    private static final String DETAIL = "detail";
    private static final String ACTION = "action";
    private static final String TRACE = "traceId";

    private GrpcFaults() {}

    /// @param traceId shown to the caller so that the server's log can be found; empty when there is none
    public static StatusRuntimeException toGrpc(Fault fault, String traceId) {
        var info = ErrorInfo.newBuilder()
                .setReason(fault.kind().name())
                .setDomain(DOMAIN)
                .putMetadata(DETAIL, fault.detail())
                .putMetadata(ACTION, fault.action());
        if (!traceId.isEmpty()) {
            info.putMetadata(TRACE, traceId);
        }
        var status = com.google.rpc.Status.newBuilder()
                .setCode(WireCode.of(fault.kind()).grpc().value())
                .setMessage(fault.message())
                .addDetails(Any.pack(info.build()));
        String field = fault.field();
        if (field != null) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                            .setField(field)
                            .setDescription(fault.detail()))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /// Never fails: a status that is not ours (a proxy's, the transport's) gets the kind nearest to its code.
    public static Fault fromGrpc(StatusRuntimeException failure) {
        List<Any> details = detailsOf(failure);
        ErrorInfo info = first(details, ErrorInfo.getDefaultInstance());
        FaultKind kind = info == null ? null : kindOf(info);
        if (info == null || kind == null) {
            return foreign(failure.getStatus());
        }
        BadRequest bad = first(details, BadRequest.getDefaultInstance());
        String field = bad == null || bad.getFieldViolationsCount() == 0
                ? null
                : bad.getFieldViolations(0).getField();
        Map<String, String> metadata = info.getMetadataMap();
        return new Fault(kind, field, metadata.getOrDefault(DETAIL, ""), metadata.getOrDefault(ACTION, ""));
    }

    /// The server's trace id, when it sent one.
    public static Optional<String> traceIdOf(StatusRuntimeException failure) {
        ErrorInfo info = first(detailsOf(failure), ErrorInfo.getDefaultInstance());
        return Optional.ofNullable(info == null ? null : info.getMetadataMap().get(TRACE));
    }

    private static List<Any> detailsOf(StatusRuntimeException failure) {
        com.google.rpc.Status status;
        try {
            status = StatusProto.fromThrowable(failure);
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
        return status == null ? List.of() : status.getDetailsList();
    }

    /// A kind that this version does not know (a newer server's) reads as `null`.
    private static @Nullable FaultKind kindOf(ErrorInfo info) {
        if (!info.getDomain().equals(DOMAIN)) {
            return null;
        }
        return Arrays.stream(FaultKind.values())
                .filter(kind -> kind.name().equals(info.getReason()))
                .findFirst()
                .orElse(null);
    }

    private static <M extends Message> @Nullable M first(List<Any> details, M prototype) {
        String suffix = "/" + prototype.getDescriptorForType().getFullName();
        for (Any any : details) {
            if (any.getTypeUrl().endsWith(suffix)) {
                try {
                    @SuppressWarnings("unchecked")
                    M message = (M) prototype.getParserForType().parseFrom(any.getValue());
                    return message;
                } catch (InvalidProtocolBufferException unreadable) {
                    return null;
                }
            }
        }
        return null;
    }

    private static Fault foreign(Status status) {
        String detail =
                status.getDescription() == null || status.getDescription().isBlank()
                        ? "the call ended with " + status.getCode()
                        : status.getDescription();
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> fault(FaultKind.INVALID_ARGUMENT, detail, "correct the request");
            case UNAUTHENTICATED ->
                fault(FaultKind.UNAUTHENTICATED, detail, "present a certificate or token that this server trusts");
            case PERMISSION_DENIED ->
                fault(FaultKind.PERMISSION_DENIED, detail, "use a principal that has the right to do this");
            case NOT_FOUND -> fault(FaultKind.NOT_FOUND, detail, "check the name");
            case ALREADY_EXISTS -> fault(FaultKind.CONFLICT, detail, "use another name");
            case ABORTED, FAILED_PRECONDITION ->
                fault(FaultKind.PRECONDITION_FAILED, detail, "read the current state, then try again");
            case RESOURCE_EXHAUSTED -> fault(FaultKind.LIMIT_EXCEEDED, detail, "send less, or try again later");
            case UNAVAILABLE, CANCELLED -> fault(FaultKind.UNAVAILABLE, detail, "check that the server is up");
            case DEADLINE_EXCEEDED ->
                fault(FaultKind.DEADLINE_EXCEEDED, detail, "check whether it took effect before trying again");
            case UNIMPLEMENTED ->
                fault(FaultKind.INTERNAL, detail, "compare the versions of client and server: one may be older");
            case OK, UNKNOWN, INTERNAL, DATA_LOSS ->
                fault(FaultKind.INTERNAL, detail, "look in the server's log, and report it as a bug");
        };
    }

    private static Fault fault(FaultKind kind, String detail, String action) {
        return new Fault(kind, null, detail, action);
    }
}
