package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A real connection over a path that loses packets.
final class DuplicationTest {
    private static final int CALLS = 100;

    private final Domain domain = new Domain();
    private final Node node = new Node(domain.server(), server -> server);

    @AfterEach
    void close() {
        node.close();
    }

    private static int copies(UdpTap tap) {
        HashSet<ByteBuffer> different = new HashSet<>();
        tap.fromClient.forEach(datagram -> different.add(ByteBuffer.wrap(datagram)));
        return tap.fromClient.size() - different.size();
    }

    private ManagedChannel connect(UdpTap tap, Duplication rules) {
        Http3Settings usual = Http3Settings.defaults();
        return Http3ChannelBuilder.forAddress("127.0.0.1", tap.port(), Node.LOOPS, domain.client())
                .settings(usual.withSending(new Http3Settings.Sending(
                        usual.sending().initialWindowPackets(), usual.sending().congestion(), rules)))
                .build();
    }

    @Test
    void packetsGoTwiceOnceTheirPathIsKnownToLoseSome() throws IOException {
        try (UdpTap tap = new UdpTap(node.address())) {
            ManagedChannel channel = connect(tap, Duplication.defaults());
            Node.call(channel, Node.IDEMPOTENT);
            tap.lose(0.1, new Random(1));
            Await.until("copies", Node.PATIENCE, () -> {
                Node.call(channel, Node.IDEMPOTENT);
                return copies(tap) > 10;
            });
            int seen = node.seen.size();
            Node.call(channel, Node.IDEMPOTENT);
            assertThat(node.seen).as("what comes twice is done once").hasSize(seen + 1);
            channel.shutdownNow();
        }
    }

    // That a path without losses gets none is LossyPathTest's: a busy machine makes QUIC take late packets for lost.
    @Test
    void noneDoesWhereThatIsOff() throws IOException {
        try (UdpTap tap = new UdpTap(node.address())) {
            ManagedChannel channel = connect(tap, Duplication.never());
            Node.call(channel, Node.IDEMPOTENT);
            tap.lose(0.1, new Random(1));
            for (int i = 0; i < CALLS; i++) {
                Node.call(channel, Node.IDEMPOTENT);
            }
            assertThat(copies(tap)).isZero();
            channel.shutdownNow();
        }
    }
}
