package dev.mcp2026.servicekit.lifecycle;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Prioritized;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Lets unary calls in progress end before the process stops, and refuses new ones with UNAVAILABLE, which
/// clients retry elsewhere. Streams are not waited for: they last as long as the server, and resume by token.
@ApplicationScoped
@GlobalInterceptor
class GrpcDrain implements ServerInterceptor, Prioritized {
    private static final Logger LOG = Logger.getLogger(GrpcDrain.class);
    private static final int OUTSIDE_OF_AUTHENTICATION = -50;

    private final Duration timeout;
    /// One party for the server itself, one for each call in progress; terminated when all have left.
    private final Phaser calls = new Phaser(1);

    GrpcDrain(ShutdownConfig config) {
        this.timeout = config.timeout();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        if (calls.register() < 0) {
            return refuse(call);
        }
        return new Counted<>(next.startCall(call, headers), calls);
    }

    void drain(@Observes ShutdownEvent event) {
        int phase = calls.arriveAndDeregister();
        int running = calls.getUnarrivedParties();
        try {
            calls.awaitAdvanceInterruptibly(phase, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warnf("calls cut off by shutdown %s=%d", LogKeys.COUNT, running);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int getPriority() {
        return OUTSIDE_OF_AUTHENTICATION;
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call) {
        var status = GrpcFaults.toGrpc(
                new Fault(FaultKind.UNAVAILABLE, null, "this server is going down", "call another, or try again"), "");
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }

    /// grpc-java ends every call with exactly one of the two.
    private static final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Phaser calls;

        Counted(ServerCall.Listener<Q> delegate, Phaser calls) {
            super(delegate);
            this.calls = calls;
        }

        @Override
        public void onComplete() {
            calls.arriveAndDeregister();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            calls.arriveAndDeregister();
            super.onCancel();
        }
    }
}
