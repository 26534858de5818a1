package dev.mcp2026.servicekit;

import dev.mcp2026.http3.Http3ServerBuilder;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/// Says in the answer's headers whether the call was begun before its connection's handshake was done.
@GlobalInterceptor
@ApplicationScoped
class EarlyTeller implements ServerInterceptor {
    static final Metadata.Key<String> EARLY = Metadata.Key.of("x-early", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        boolean early = Boolean.TRUE.equals(call.getAttributes().get(Http3ServerBuilder.EARLY));
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void sendHeaders(Metadata answer) {
                        answer.put(EARLY, Boolean.toString(early));
                        super.sendHeaders(answer);
                    }
                },
                headers);
    }
}
