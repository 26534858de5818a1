package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.mcp2026.testkit.await.Await;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.testing.integration.EmptyProtos.Empty;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MiscarriedTest {
    /// Of the destination connection id in a long header (RFC 9000 section 17.2).
    private static final int LENGTH_AT = 5;

    private final Domain domain = new Domain();

    /// A client with a ticket takes a connection for ready before its handshake; what may not be done twice waits.
    @Test
    void aCallThatWaitedForAHandshakeIsTriedAgainWhateverItDoes() throws Exception {
        ClientTls tls = domain.client();
        try (Node node = new Node(domain.server(), server -> server.earlyMethods(method -> true))) {
            try (UdpTap tap = new UdpTap(node.address())) {
                ManagedChannel first = Node.connect(tap.port(), tls);
                for (int i = 0; i < 3; i++) {
                    Node.call(first, Node.ONCE);
                }
                Node.close(first);
                int before = tap.fromClient.size();
                tap.cut();
                ManagedChannel channel = Http3ChannelBuilder.forAddress("127.0.0.1", tap.port(), Node.LOOPS, tls)
                        .settings(Http3Settings.defaults()
                                .withLiveness(Liveness.defaults().withConnect(Duration.ofMillis(500))))
                        .build();
                ListenableFuture<Empty> call = ClientCalls.futureUnaryCall(
                        channel.newCall(Node.ONCE, CallOptions.DEFAULT.withWaitForReady()), Empty.getDefaultInstance());
                Await.until("a first flight", Node.PATIENCE, () -> tap.fromClient.size() > before);
                Await.until("a second attempt", Node.PATIENCE, () -> attempts(tap, before) > 1);
                tap.heal();
                assertThat(call.get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isNotNull();
                Node.close(channel);
            }
        }
    }

    /// Connections that were begun, each with a random connection id of the server's to be (RFC 9000 section 7.2).
    private static long attempts(UdpTap tap, int before) {
        return tap.fromClient.stream()
                .skip(before)
                .filter(datagram -> datagram[0] < 0)
                .map(datagram -> ByteBuffer.wrap(datagram, LENGTH_AT + 1, datagram[LENGTH_AT]))
                .distinct()
                .count();
    }
}
