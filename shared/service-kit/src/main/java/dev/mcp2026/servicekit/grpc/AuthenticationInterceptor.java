package dev.mcp2026.servicekit.grpc;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.servicekit.principal.Authenticator;
import dev.mcp2026.servicekit.principal.Call;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.principal.Principal;
import dev.mcp2026.servicekit.telemetry.TraceIds;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.Optional;
import java.util.Set;

/// Lets a call in with its principal in the gRPC context, or ends it before the service sees it.
@ApplicationScoped
@GlobalInterceptor
class AuthenticationInterceptor implements ServerInterceptor, Prioritized {
    static final int PRIORITY = 100;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Authenticator authenticator;
    private final Set<String> openServices;

    AuthenticationInterceptor(Authenticator authenticator, GrpcConfig config) {
        this.authenticator = authenticator;
        this.openServices = Set.copyOf(config.openServices().orElse(Set.of()));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        try {
            Optional<Principal> principal = authenticator.authenticate(
                    call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION), headers.get(AUTHORIZATION));
            if (principal.isPresent()) {
                var current = new Call(principal.get(), TraceIds.current());
                return Contexts.interceptCall(CurrentCall.enterGrpc(current), call, headers, next);
            }
            if (openServices.contains(call.getMethodDescriptor().getServiceName())) {
                return next.startCall(call, headers);
            }
            return refuse(call, CurrentCall.anonymous());
        } catch (FaultException refused) {
            return refuse(call, refused);
        }
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, FaultException why) {
        StatusRuntimeException status = GrpcFaults.toGrpc(why.fault(), TraceIds.current());
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }
}
