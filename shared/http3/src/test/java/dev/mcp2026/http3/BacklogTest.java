package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int LARGE = 600 << 10;

    private final Domain domain = new Domain();

    /// Reading stops at the bound, and goes on from within the deframer when the reader asks for the message.
    @Test
    void aMessageOverTheBoundArrivesWholeThoughItsReaderIsLate() throws Exception {
        try (Node node = new Node(domain.server(), server -> server)) {
            ManagedChannel channel = Http3ChannelBuilder.forAddress(
                            "127.0.0.1", node.port(), Node.LOOPS, domain.client())
                    .disableRetry()
                    .build();
            CompletableFuture<Integer> size = new CompletableFuture<>();
            CompletableFuture<Status> end = new CompletableFuture<>();
            ClientCall<SimpleRequest, SimpleResponse> call =
                    channel.newCall(TestServiceGrpc.getUnaryCallMethod(), CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(SimpleResponse response) {
                            size.complete(response.getPayload().getBody().size());
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            end.complete(status);
                        }
                    },
                    new Metadata());
            call.sendMessage(SimpleRequest.newBuilder().setResponseSize(LARGE).build());
            call.halfClose();
            Await.until("all of the answer at this end", Node.PATIENCE, () -> received(call) > LARGE);
            call.request(2);
            assertThat(size).succeedsWithin(Node.PATIENCE).isEqualTo(LARGE);
            assertThat(end).succeedsWithin(Node.PATIENCE).matches(Status::isOk);
            Node.close(channel);
        }
    }

    private static long received(ClientCall<?, ?> call) throws Exception {
        ConnectionStatistics statistics = call.getAttributes().get(ConnectionStatistics.KEY);
        return statistics == null
                ? 0
                : statistics.sample().toCompletableFuture().get().receivedBytes();
    }
}
