package dev.mcp2026.servicekit.principal;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import io.grpc.Context;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The call that the running code answers.
///
/// Both protocols carry it in Vert.x' duplicated context, which Quarkus hands on to worker and virtual threads and
/// to Mutiny's stages. gRPC carries it in its own [Context] too, which follows every callback of a call, streams
/// included. Code that leaves both (its own executor) must take the [Call] along.
@Singleton
public class CurrentCall {
    private static final Context.Key<Call> GRPC = Context.key("mcp2026.call");
    private static final String VERTX = "mcp2026.call";

    public Optional<Call> get() {
        Call fromGrpc = GRPC.get();
        if (fromGrpc != null) {
            return Optional.of(fromGrpc);
        }
        var vertx = Vertx.currentContext();
        return vertx != null && VertxContext.isDuplicatedContext(vertx)
                ? Optional.ofNullable(vertx.<Call>getLocal(VERTX))
                : Optional.empty();
    }

    /// @throws FaultException UNAUTHENTICATED when the call came without a credential
    public Principal principal() {
        return get().map(Call::principal).orElseThrow(CurrentCall::anonymous);
    }

    /// Notes the call in the context of the HTTP request being handled.
    public static void enterHttp(Call call) {
        var vertx = Vertx.currentContext();
        if (vertx == null || !VertxContext.isDuplicatedContext(vertx)) {
            throw new IllegalStateException("a request must be handled in a context of its own");
        }
        vertx.putLocal(VERTX, call);
    }

    /// Notes the call, and gives the gRPC context to answer it in.
    public static Context enterGrpc(Call call) {
        var vertx = Vertx.currentContext();
        if (vertx != null && VertxContext.isDuplicatedContext(vertx)) {
            vertx.putLocal(VERTX, call);
        }
        return Context.current().withValue(GRPC, call);
    }

    public static FaultException anonymous() {
        return new FaultException(new Fault(
                FaultKind.UNAUTHENTICATED,
                null,
                "the call came without a credential",
                "present an X.509-SVID of this trust domain, or 'authorization: Bearer <token>'"));
    }
}
