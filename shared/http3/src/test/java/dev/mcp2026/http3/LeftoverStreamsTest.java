package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.netty.incubator.codec.quic.QuicChannel;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls end in many ways, and each time both ends have to forget the stream: a connection lives for days.
class LeftoverStreamsTest {
    /// Each end's control stream; netty's http3 codec has no others where QPACK's dynamic tables are empty.
    private static final int CONTROL = 2;

    private static final int CALLS = 200;
    private static final int LARGEST = 300_000;
    private static final long SEED = 20261125;

    private final Domain domain = new Domain();
    private final AtomicReference<Attributes> atServer = new AtomicReference<>();
    private Node node;
    private ManagedChannel channel;

    /// Ends calls of one method before it has heard all.
    private final class Hasty implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            atServer.set(call.getAttributes());
            if (call.getMethodDescriptor().getBareMethodName().equals("StreamingInputCall")) {
                call.close(Status.ABORTED, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }

    @BeforeEach
    void open() {
        node = new Node(domain.server(), server -> server.intercept(new Hasty()));
        channel = Http3ChannelBuilder.forAddress("127.0.0.1", node.port(), Node.LOOPS, domain.client())
                .disableRetry()
                .build();
    }

    @AfterEach
    void close() {
        Node.close(channel);
        node.close();
    }

    private static int streams(Attributes attributes) {
        QuicStatistics statistics = (QuicStatistics) attributes.get(ConnectionStatistics.KEY);
        QuicChannel connection = statistics.connection().get();
        CompletableFuture<Integer> count = new CompletableFuture<>();
        connection.eventLoop().execute(() -> {
            try {
                Field field = connection.getClass().getDeclaredField("streams");
                field.setAccessible(true);
                count.complete(((Map<?, ?>) field.get(connection)).size());
            } catch (ReflectiveOperationException e) {
                count.completeExceptionally(e);
            }
        });
        return count.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void noneIsLeft() {
        DatagramCall last = new DatagramCall(channel);
        Attributes atClient = last.attributes();
        Await.until(
                "the last call",
                Node.PATIENCE,
                () -> node.seen.stream().anyMatch(seen -> seen.method().equals("FullDuplexCall")));
        last.cancel();
        Await.asserted("few streams", Node.PATIENCE, () -> {
            assertThat(streams(atClient)).as("at the client").isLessThanOrEqualTo(CONTROL);
            assertThat(streams(atServer.get())).as("at the server").isLessThanOrEqualTo(CONTROL);
        });
    }

    @Test
    void ofCallsThatWereCancelledAtAnyTime() {
        Random random = new Random(SEED);
        for (int i = 0; i < CALLS; i++) {
            ClientCall<SimpleRequest, SimpleResponse> call =
                    channel.newCall(TestServiceGrpc.getUnaryCallMethod(), CallOptions.DEFAULT);
            CompletableFuture<Void> answered = new CompletableFuture<>();
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onHeaders(Metadata headers) {
                            answered.complete(null);
                        }
                    },
                    new Metadata());
            call.request(2);
            call.sendMessage(SimpleRequest.newBuilder()
                    .setPayload(Node.payload(random.nextInt(LARGEST)))
                    .setResponseSize(random.nextInt(LARGEST))
                    .build());
            call.halfClose();
            if (random.nextBoolean()) {
                answered.orTimeout(20, TimeUnit.SECONDS).join();
            }
            call.cancel("enough", null);
        }
        noneIsLeft();
    }

    @Test
    void ofCallsThatTheServerEndedFirst() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            CompletableFuture<Status> end = new CompletableFuture<>();
            var call = channel.newCall(TestServiceGrpc.getStreamingInputCallMethod(), CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            end.complete(status);
                        }
                    },
                    new Metadata());
            assertThat(end.get(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.ABORTED);
        }
        noneIsLeft();
    }
}
