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
    private static final int CALLS = 300;

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

    @Test
    void packetsGoTwiceOnceTheirPathIsKnownToLoseSome() throws IOException {
        try (UdpTap tap = new UdpTap(node.address())) {
            ManagedChannel channel = Node.connect(tap.port(), domain.client());
            for (int i = 0; i < CALLS; i++) {
                Node.call(channel, Node.IDEMPOTENT);
            }
            assertThat(copies(tap)).as("before").isZero();
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
}
