package dev.mcp2026.identity.socket;

import dev.mcp2026.identity.attest.Attestor;
import dev.mcp2026.identity.workload.Caller;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/// Puts the caller into each call's context, and refuses calls of the Workload API without its header.
final class CallerInterceptor implements ServerInterceptor {
    /// SPIFFE Workload Endpoint, section 3: so that a server-side request forgery, which can't set it, gets nothing.
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);

    private static final String WORKLOAD_API = "SpiffeWorkloadAPI";

    private final Attestor attestor;

    CallerInterceptor(Attestor attestor) {
        this.attestor = attestor;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        boolean workloadApi = WORKLOAD_API.equals(call.getMethodDescriptor().getServiceName());
        if (workloadApi && !"true".equals(headers.get(HEADER))) {
            return refused(
                    call,
                    Status.INVALID_ARGUMENT.withDescription(
                            "the call has no metadata 'workload.spiffe.io: true'; SPIFFE clients send it with every call"));
        }
        Peer peer = call.getAttributes().get(Peer.KEY);
        if (peer == null) {
            return refused(call, Status.PERMISSION_DENIED.withDescription("the kernel does not say who calls"));
        }
        Context context = Context.current().withValue(Caller.KEY, peer.attested(attestor));
        return Contexts.interceptCall(context, call, headers, next);
    }

    private static <Q, A> ServerCall.Listener<Q> refused(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
