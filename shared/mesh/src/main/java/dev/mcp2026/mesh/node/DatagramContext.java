package dev.mcp2026.mesh.node;

import dev.mcp2026.http3.CallDatagrams;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/// Puts a call's datagrams, where its transport has them, into its context, for [MeshService].
public class DatagramContext implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        CallDatagrams datagrams = call.getAttributes().get(CallDatagrams.KEY);
        return datagrams == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(
                        Context.current().withValue(MeshService.DATAGRAMS, datagrams), call, headers, next);
    }
}
