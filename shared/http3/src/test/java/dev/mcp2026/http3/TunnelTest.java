package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TunnelTest {
    private static final int LARGE = 1 << 20;

    private final Domain domain = new Domain();

    /// Carries packets by hand.
    private static final class ByHand implements PacketTunnel {
        private final InetSocketAddress server;
        private volatile UdpPipe pipe;
        private volatile Consumer<Status> closed;
        private volatile boolean isClosed;

        private ByHand(InetSocketAddress server) {
            this.server = server;
        }

        @Override
        public CompletionStage<Void> open(Consumer<ByteBuf> inbound, Consumer<Status> end) {
            closed = end;
            pipe = new UdpPipe(server, inbound);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void send(ByteBuf packet) {
            pipe.send(packet);
        }

        @Override
        public void close() {
            isClosed = true;
            pipe.close();
        }
    }

    private ManagedChannel through(Supplier<PacketTunnel> tunnels) {
        return Http3ChannelBuilder.forAddress(
                        new TunnelledAddress("cell1.by.hand", tunnels), "cell1", Node.LOOPS, domain.client())
                .build();
    }

    @Test
    void callsPassInPacketsThatFitIntoDatagrams() {
        List<ByHand> tunnels = new CopyOnWriteArrayList<>();
        try (Node node = new Node(domain.server(), server -> server)) {
            ManagedChannel channel = through(() -> {
                ByHand tunnel = new ByHand(node.address());
                tunnels.add(tunnel);
                return tunnel;
            });
            Node.call(channel, Node.ONCE);
            assertThat(Node.echo(channel, LARGE)).isEqualTo(LARGE);
            assertThat(tunnels).hasSize(1);
            assertThat(tunnels.getFirst().pipe.largest.get()).isEqualTo(PacketTunnel.PACKET_BYTES);
            Node.close(channel);
            assertThat(tunnels.getFirst().isClosed).isTrue();
        }
    }

    @Test
    void aTunnelThatEndsEndsTheConnectionAndTheNextOneIsAnother() {
        List<ByHand> tunnels = new CopyOnWriteArrayList<>();
        try (Node node = new Node(domain.server(), server -> server)) {
            ManagedChannel channel = through(() -> {
                ByHand tunnel = new ByHand(node.address());
                tunnels.add(tunnel);
                return tunnel;
            });
            DatagramCall waiting = new DatagramCall(channel);
            Await.until("the call at the server", Node.PATIENCE, () -> !node.seen.isEmpty());
            tunnels.getFirst().closed.accept(Status.UNAVAILABLE.withDescription("the relay is gone"));
            assertThat(waiting.status).succeedsWithin(Node.PATIENCE).satisfies(status -> {
                assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(status.getDescription()).contains("the relay is gone");
            });
            assertThat(tunnels.getFirst().isClosed).isTrue();
            Node.call(channel, Node.ONCE);
            assertThat(tunnels).hasSize(2);
            Node.close(channel);
        }
    }

    @Test
    void aTunnelThatDoesNotOpenFailsTheCallOrIsGivenUp() {
        PacketTunnel refused = new NeverOpen(CompletableFuture.failedStage(new java.io.IOException("no relay")));
        ManagedChannel channel = through(() -> refused);
        assertThatThrownBy(() -> Node.call(channel, Node.ONCE))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageContaining("no relay");
        Node.close(channel);

        ManagedChannel patient = through(() -> new NeverOpen(new CompletableFuture<>()));
        DatagramCall call = new DatagramCall(patient);
        Node.close(patient);
        assertThat(call.status).succeedsWithin(Node.PATIENCE);
    }

    private record NeverOpen(CompletionStage<Void> opened) implements PacketTunnel {
        @Override
        public CompletionStage<Void> open(Consumer<ByteBuf> inbound, Consumer<Status> closed) {
            return opened;
        }

        @Override
        public void send(ByteBuf packet) {
            packet.release();
        }

        @Override
        public void close() {}
    }

    @Test
    void callsPassThroughARelayThatReadsNothing() {
        try (Node target = new Node(domain.server(), server -> server);
                Node relay = new Node(
                        domain.server(), server -> server.intercept(new RelayTunnel.Relay(target.address())))) {
            ManagedChannel toRelay = Http3ChannelBuilder.forAddress(
                            "127.0.0.1", relay.port(), Node.LOOPS, domain.client())
                    .disableRetry()
                    .build();
            ManagedChannel channel = through(() -> new RelayTunnel(toRelay));
            for (int i = 0; i < 20; i++) {
                Node.call(channel, Node.ONCE);
            }
            assertThat(Node.echo(channel, LARGE)).isEqualTo(LARGE);
            assertThat(target.seen).hasSize(21);
            assertThat(relay.seen).extracting(Node.Seen::method).containsOnly("FullDuplexCall");
            Node.close(channel);
            Node.close(toRelay);
        }
    }
}
