package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A path that is cut without anybody being told. The connections are tunnelled: the same holds for those that are not.
class LivenessTest {
    private final Domain domain = new Domain();
    private final List<UdpPipe> pipes = new CopyOnWriteArrayList<>();
    private Node node;
    private InetSocketAddress address;
    private ManagedChannel channel;

    private final class Cuttable implements PacketTunnel {
        private UdpPipe pipe;

        @Override
        public CompletionStage<Void> open(Consumer<ByteBuf> inbound, Consumer<Status> closed) {
            pipe = new UdpPipe(address, inbound);
            pipes.add(pipe);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void send(ByteBuf packet) {
            pipe.send(packet);
        }

        @Override
        public void close() {
            pipe.close();
        }
    }

    @BeforeEach
    void open() {
        node = new Node(domain.server(), server -> server);
        address = node.address();
    }

    private void connect(UnaryOperator<Liveness> rules) {
        Http3Settings settings = Http3Settings.defaults();
        channel = Http3ChannelBuilder.forAddress(
                        new TunnelledAddress("cell1.by.hand", Cuttable::new), "cell1", Node.LOOPS, domain.client())
                .settings(settings.withLiveness(rules.apply(settings.liveness())))
                .build();
    }

    @AfterEach
    void close() {
        Node.close(channel);
        node.close();
    }

    @Test
    void aCutPathIsNoticedWhileACallWaits() throws Exception {
        connect(rules -> rules.withStall(Duration.ofSeconds(1)));
        Node.call(channel, Node.ONCE);
        DatagramCall waiting = new DatagramCall(channel);
        Await.until("the call at the server", Node.PATIENCE, () -> node.seen.size() == 2);
        pipes.getFirst().cut();
        long cut = System.nanoTime();
        Status status = waiting.status.get(20, TimeUnit.SECONDS);
        Duration noticed = Duration.ofNanos(System.nanoTime() - cut);
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("the path is dead");
        assertThat(noticed).isLessThan(Duration.ofMillis(1500));
        Node.call(channel, Node.ONCE);
        assertThat(pipes).hasSize(2);
    }

    @Test
    void aCallThatWaitsLongOnAGoodPathIsLeftAlone() {
        connect(rules -> rules.withStall(Duration.ofMillis(400)));
        DatagramCall waiting = new DatagramCall(channel);
        assertThat(waiting.status).failsWithin(Duration.ofSeconds(3));
        assertThat(pipes).hasSize(1);
        waiting.cancel();
    }

    @Test
    void withKeepAliveACutPathIsNoticedWithoutCalls() {
        connect(rules ->
                rules.withStall(Duration.ZERO).withKeepAlive(Duration.ofMillis(500), Duration.ofMillis(500), true));
        Node.call(channel, Node.ONCE);
        assertThat(new CompletableFuture<>()).failsWithin(Duration.ofSeconds(2));
        assertThat(channel.getState(false)).isEqualTo(io.grpc.ConnectivityState.READY);
        pipes.getFirst().cut();
        Await.until(
                "the end of the connection",
                Duration.ofSeconds(5),
                () -> channel.getState(false) != io.grpc.ConnectivityState.READY);
    }

    @Test
    void aHandshakeThatGetsNoAnswerIsGivenUp() {
        connect(rules -> rules.withConnect(Duration.ofMillis(500)));
        node.close();
        DatagramCall call = new DatagramCall(channel);
        assertThat(call.status)
                .succeedsWithin(Duration.ofSeconds(5))
                .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }
}
