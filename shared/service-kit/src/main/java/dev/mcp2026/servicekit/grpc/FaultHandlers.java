package dev.mcp2026.servicekit.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;

/// Maps what a method throws, or what a `Uni` or `Multi` fails with: Quarkus asks this bean for both.
@ApplicationScoped
class FaultHandlers implements ExceptionHandlerProvider {
    @Override
    public <Q, A> ExceptionHandler<Q, A> createHandler(
            ServerCall.Listener<Q> listener, ServerCall<Q, A> call, Metadata metadata) {
        return new Handler<>(listener, call, metadata);
    }

    @Override
    public Throwable transform(Throwable thrown) {
        return FaultMapping.toStatus(thrown);
    }

    private static final class Handler<Q, A> extends ExceptionHandler<Q, A> {
        Handler(ServerCall.Listener<Q> listener, ServerCall<Q, A> call, Metadata metadata) {
            super(listener, call, metadata);
        }

        @Override
        protected void handleException(Throwable thrown, ServerCall<Q, A> call, Metadata metadata) {
            StatusRuntimeException mapped = FaultMapping.toStatus(thrown);
            Metadata trailers = mapped.getTrailers();
            call.close(mapped.getStatus(), trailers == null ? new Metadata() : trailers);
        }
    }
}
