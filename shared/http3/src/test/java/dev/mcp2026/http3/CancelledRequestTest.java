package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancelledRequestTest {
    private static final int CALLS = 300;
    private static final double LOSS = 0.3;
    private static final long SEED = 20261125;

    private final Domain domain = new Domain();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger complete = new AtomicInteger();

    private final class Ends implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            begun.incrementAndGet();
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                @Override
                public void onHalfClose() {
                    complete.incrementAndGet();
                    super.onHalfClose();
                }

                @Override
                public void onCancel() {
                    cancelled.incrementAndGet();
                    super.onCancel();
                }
            };
        }
    }

    /// A server that took it for complete would act on a part of what was meant.
    @Test
    void whatWasCancelledIsNeverTakenForComplete() throws Exception {
        try (Node node = new Node(domain.server(), server -> server.intercept(new Ends()));
                UdpTap tap = new UdpTap(node.address())) {
            ManagedChannel channel = Http3ChannelBuilder.forAddress(
                            "127.0.0.1", tap.port(), Node.LOOPS, domain.client())
                    .disableRetry()
                    .build();
            Node.echo(channel, 1);
            int before = begun.get();
            complete.set(0);
            tap.lose(LOSS, new Random(SEED));
            for (int i = 0; i < CALLS; i++) {
                cancelled(channel, before + i + 1);
            }
            tap.lose(0, new Random(SEED));
            Await.until("the end of each", Node.PATIENCE, () -> cancelled.get() + complete.get() == CALLS);
            assertThat(complete.get()).as("seed " + SEED).isZero();
            Node.close(channel);
        }
    }

    private void cancelled(ManagedChannel channel, int count) {
        ClientCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
                channel.newCall(TestServiceGrpc.getFullDuplexCallMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage(StreamingOutputCallRequest.newBuilder()
                .setPayload(Node.payload(100))
                .build());
        Await.until("the call", Node.PATIENCE, () -> begun.get() == count);
        call.cancel("enough", null);
    }
}
