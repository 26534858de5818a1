package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.TestServiceGrpc;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LargeMessagesTest {
    private static final int CALLS = 100;
    /// More than a stream is read ahead of its reader ([Http3Settings.Sizes#buffered]).
    private static final int BYTES = 600_000;

    private final Domain domain = new Domain();

    @Test
    void aReaderThatHeldUpItsPeerGetsTheRest() {
        try (Node node = new Node(domain.server(), server -> server)) {
            ManagedChannel channel = Node.connect(node.port(), domain.client());
            for (int i = 0; i < CALLS; i++) {
                assertThat(echo(channel)).as("call %d", i).isEqualTo(BYTES);
            }
            Node.close(channel);
        }
    }

    private static int echo(ManagedChannel channel) {
        return TestServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .unaryCall(SimpleRequest.newBuilder()
                        .setPayload(Node.payload(BYTES))
                        .setResponseSize(BYTES)
                        .build())
                .getPayload()
                .getBody()
                .size();
    }
}
