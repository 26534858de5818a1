package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TenureTest {
    private static final int CALLERS = 8;

    private final Domain domain = new Domain();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private Node node(Tenure tenure) {
        return new Node(
                domain.server(),
                server -> server.settings(Http3Settings.defaults().withTenure(tenure))
                        .addTransportFilter(new ServerTransportFilter() {
                            @Override
                            public io.grpc.Attributes transportReady(io.grpc.Attributes attributes) {
                                connections.incrementAndGet();
                                return attributes;
                            }

                            @Override
                            public void transportTerminated(io.grpc.Attributes attributes) {
                                ended.incrementAndGet();
                            }
                        }));
    }

    @Test
    void connectionsGiveWayUnderLoadAndNoCallIsLost() throws Exception {
        try (Node node = node(new Tenure(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ZERO))) {
            ManagedChannel channel = Node.connect(node.port(), domain.client());
            List<Throwable> lost = new CopyOnWriteArrayList<>();
            AtomicInteger answered = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            List<Thread> callers = new CopyOnWriteArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    while (!enough.get()) {
                        try {
                            Node.call(channel, Node.ONCE);
                            answered.incrementAndGet();
                        } catch (RuntimeException e) {
                            lost.add(e);
                        }
                    }
                }));
            }
            Await.until("five connections", Node.PATIENCE, () -> ended.get() >= 5);
            enough.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(lost).isEmpty();
            assertThat(answered.get()).isGreaterThan(CALLERS * 5);
            Node.close(channel);
        }
    }

    @Test
    void aCallThatOutlivesTheGraceIsEnded() {
        try (Node node = node(new Tenure(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ZERO))) {
            ManagedChannel channel = Node.connect(node.port(), domain.client());
            DatagramCall call = new DatagramCall(channel);
            assertThat(call.status).succeedsWithin(Node.PATIENCE).matches(status -> !status.isOk());
            Node.close(channel);
        }
    }

    @Test
    void aConnectionWithoutCallsIsGivenUpAndACallKeepsIt() {
        try (Node node = node(new Tenure(Duration.ZERO, Duration.ZERO, Duration.ofMillis(300)))) {
            ManagedChannel channel = Node.connect(node.port(), domain.client());
            DatagramCall call = new DatagramCall(channel);
            assertThat(call.status).failsWithin(Duration.ofSeconds(1));
            assertThat(ended.get()).isZero();
            call.end();
            assertThat(call.status).succeedsWithin(Node.PATIENCE).matches(Status::isOk);
            Await.until("the connection's end", Node.PATIENCE, () -> ended.get() == 1);
            Node.call(channel, Node.ONCE);
            assertThat(connections.get()).isEqualTo(2);
            Node.close(channel);
        }
    }
}
