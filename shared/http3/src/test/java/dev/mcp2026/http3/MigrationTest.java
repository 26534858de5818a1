package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A connection is not its addresses.
class MigrationTest {
    private static final int MOVES = 10;
    private static final int MESSAGES = 20;

    private final Domain domain = new Domain();
    private final Node node = new Node(domain.server(), server -> server);
    private final Rebinding rebinding = new Rebinding();

    private ManagedChannel connect(int port) {
        return Http3ChannelBuilder.forAddress("127.0.0.1", port, Node.LOOPS, domain.client())
                .rebinding(rebinding)
                .build();
    }

    private SocketAddress local() {
        return Objects.requireNonNull(rebinding.only().current()).localAddress();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aStreamAndCallsGoOnAcrossTenMoves() {
        ManagedChannel channel = connect(node.port());
        EchoStream stream = new EchoStream(channel);
        stream.exchange(MESSAGES);
        MovingSocket socket = rebinding.only();
        Set<SocketAddress> from = new HashSet<>();
        for (int move = 1; move <= MOVES; move++) {
            stream.send(MESSAGES);
            rebinding.rebind();
            stream.send(MESSAGES);
            int moved = move;
            Await.until("move " + move, Node.PATIENCE, () -> {
                if (socket.current() != null) {
                    from.add(local());
                }
                return from.size() == moved;
            });
            assertThat(Node.echo(channel, 1000)).isEqualTo(1000);
            stream.exchange(MESSAGES);
        }
        assertThat(rebinding.only()).as("the same connection").isSameAs(socket);
        assertThat(stream.end()).isEqualTo(MESSAGES * (1 + 3 * MOVES));
        assertThat(node.connections()).isEqualTo(1);
        Node.close(channel);
    }

    @Test
    void aSocketThatFailsIsReplaced() {
        ManagedChannel channel = connect(node.port());
        EchoStream stream = new EchoStream(channel);
        stream.exchange(MESSAGES);
        rebinding.rebind();
        Await.until("a move", Node.PATIENCE, () -> rebinding.only().current() != null);
        SocketAddress before = local();
        Objects.requireNonNull(rebinding.only().current()).close().syncUninterruptibly();

        stream.exchange(MESSAGES);
        assertThat(Node.echo(channel, 1000)).isEqualTo(1000);
        assertThat(local()).isNotEqualTo(before);
        assertThat(node.connections()).isEqualTo(1);
        assertThat(stream.end()).isEqualTo(2 * MESSAGES);
        Node.close(channel);
    }

    @Test
    void aNatThatForgetsThePortTakesNothingAway() throws Exception {
        try (UdpTap nat = new UdpTap(node.address())) {
            ManagedChannel channel = connect(nat.port());
            EchoStream stream = new EchoStream(channel);
            stream.exchange(MESSAGES);
            for (int change = 0; change < MOVES; change++) {
                stream.send(MESSAGES);
                var call = CompletableFuture.supplyAsync(
                        () -> Node.echo(channel, 1000),
                        task -> Thread.ofVirtual().start(task));
                nat.changePort();
                stream.exchange(MESSAGES);
                assertThat(call.join()).isEqualTo(1000);
                assertThat(Node.echo(channel, 1000)).isEqualTo(1000);
            }
            assertThat(stream.end()).isEqualTo(MESSAGES * (1 + 2 * MOVES));
            assertThat(node.connections()).isEqualTo(1);
            Node.close(channel);
        }
    }
}
