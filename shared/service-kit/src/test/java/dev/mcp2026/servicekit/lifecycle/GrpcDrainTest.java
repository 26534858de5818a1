package dev.mcp2026.servicekit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.servicekit.probe.ProbeGrpc;
import dev.mcp2026.servicekit.probe.ProbeRequest;
import dev.mcp2026.servicekit.probe.ProbeResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrpcDrainTest {
    @Test
    void shutdownWaitsForACallAndRefusesTheNext() throws Exception {
        GrpcDrain drain = drain(Duration.ofSeconds(20));
        ServerCall.Listener<ProbeRequest> running = start(drain, new FakeCall(ProbeGrpc.getOnEventLoopMethod()));
        CompletableFuture<Void> down = CompletableFuture.runAsync(() -> drain.drain(new ShutdownEvent()));
        assertThat(down).isNotDone();
        running.onComplete();
        down.get(20, TimeUnit.SECONDS);
        FakeCall late = new FakeCall(ProbeGrpc.getOnEventLoopMethod());
        start(drain, late);
        assertThat(late.closedWith).isNotNull();
        assertThat(late.closedWith.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aCancelledCallIsNotWaitedFor() {
        GrpcDrain drain = drain(Duration.ofSeconds(20));
        start(drain, new FakeCall(ProbeGrpc.getOnEventLoopMethod())).onCancel();
        drain.drain(new ShutdownEvent());
    }

    @Test
    void streamsAreNotWaitedFor() {
        GrpcDrain drain = drain(Duration.ofSeconds(20));
        start(drain, new FakeCall(ProbeGrpc.getStreamMethod()));
        drain.drain(new ShutdownEvent());
    }

    @Test
    void aCallThatNeverEndsIsCutOffAtTheTimeout() {
        GrpcDrain drain = drain(Duration.ofMillis(1));
        start(drain, new FakeCall(ProbeGrpc.getOnEventLoopMethod()));
        drain.drain(new ShutdownEvent());
    }

    private static ServerCall.Listener<ProbeRequest> start(GrpcDrain drain, FakeCall call) {
        return drain.interceptCall(call, new Metadata(), (_, _) -> new ServerCall.Listener<>() {});
    }

    private static GrpcDrain drain(Duration timeout) {
        return new GrpcDrain(new ShutdownConfig() {
            @Override
            public Duration delay() {
                return Duration.ZERO;
            }

            @Override
            public Duration timeout() {
                return timeout;
            }
        });
    }

    private static final class FakeCall extends ServerCall<ProbeRequest, ProbeResponse> {
        private final MethodDescriptor<ProbeRequest, ProbeResponse> method;
        private Status closedWith;

        FakeCall(MethodDescriptor<ProbeRequest, ProbeResponse> method) {
            this.method = method;
        }

        @Override
        public void request(int count) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(ProbeResponse message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            closedWith = status;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<ProbeRequest, ProbeResponse> getMethodDescriptor() {
            return method;
        }
    }
}
