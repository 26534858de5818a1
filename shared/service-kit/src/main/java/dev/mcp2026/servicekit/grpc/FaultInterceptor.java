package dev.mcp2026.servicekit.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;

/// Maps what a service gives to `StreamObserver.onError`. grpc-java makes UNKNOWN of it, with the exception as
/// cause; here the cause decides. What is thrown goes through [FaultHandlers].
@ApplicationScoped
@GlobalInterceptor
class FaultInterceptor implements ServerInterceptor, Prioritized {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(new MappingCall<>(call), headers);
    }

    /// Outside of authentication, so that its refusals are of the same form.
    @Override
    public int getPriority() {
        return AuthenticationInterceptor.PRIORITY + 1;
    }

    private static final class MappingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        MappingCall(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            Throwable cause = status.getCause();
            if (status.getCode() != Status.Code.UNKNOWN || cause == null) {
                super.close(status, trailers);
                return;
            }
            StatusRuntimeException mapped = FaultMapping.toStatus(cause);
            Metadata all = new Metadata();
            all.merge(trailers);
            if (mapped.getTrailers() != null) {
                all.merge(mapped.getTrailers());
            }
            super.close(mapped.getStatus(), all);
        }
    }
}
