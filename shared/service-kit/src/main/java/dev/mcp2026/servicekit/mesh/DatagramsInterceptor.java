package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.http3.CallDatagrams;
import dev.mcp2026.mesh.node.MeshService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;

/// Puts a call's datagrams, where its transport has them, into its context.
@ApplicationScoped
@GlobalInterceptor
class DatagramsInterceptor implements ServerInterceptor, Prioritized {
    private static final int INSIDE_OF_AUTHENTICATION = -200;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        CallDatagrams datagrams = call.getAttributes().get(CallDatagrams.KEY);
        return datagrams == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(
                        Context.current().withValue(MeshService.DATAGRAMS, datagrams), call, headers, next);
    }

    @Override
    public int getPriority() {
        return INSIDE_OF_AUTHENTICATION;
    }
}
