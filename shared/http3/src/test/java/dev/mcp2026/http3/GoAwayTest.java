package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import dev.mcp2026.testkit.await.Await;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.testing.integration.EmptyProtos.Empty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The orderly end of a connection (RFC 9114 section 5.2): what is under way ends, what was never looked at is done
/// elsewhere, and nothing is done twice.
class GoAwayTest {
    private static final long ALL = (1L << 62) - 4;
    private static final int CALLERS = 8;
    private static final int SERVERS = 10;
    private static final int CALLS_BETWEEN = 100;

    private final Domain domain = new Domain();

    private static ListenableFuture<Empty> once(ManagedChannel channel) {
        return once(channel, Node.PATIENCE);
    }

    private static ListenableFuture<Empty> once(ManagedChannel channel, Duration deadline) {
        return ClientCalls.futureUnaryCall(
                channel.newCall(
                        Node.ONCE, CallOptions.DEFAULT.withDeadlineAfter(deadline.toSeconds(), TimeUnit.SECONDS)),
                Empty.getDefaultInstance());
    }

    private static void answer(Exchange exchange) {
        exchange.section(Map.of(":status", "200", "content-type", "application/grpc"), false)
                .data(new byte[5], false)
                .section(Map.of("grpc-status", "0"), true);
    }

    @Test
    void aServerAsksForNoMoreAndThenNamesTheFirstStreamThatItDoesNotTake() throws Exception {
        try (Node node = new Node(domain.server(), server -> server);
                RawClient client = new RawClient(node.address(), domain.client(), true)) {
            client.open(RequestContract.request(":path", "/grpc.testing.TestService/FullDuplexCall"));
            RawClient.Call second =
                    client.open(RequestContract.request(":path", "/grpc.testing.TestService/FullDuplexCall"));
            Await.until("both calls", Node.PATIENCE, () -> node.seen.size() == 2);
            node.shutdown();
            Await.until("two times GOAWAY", Node.PATIENCE, () -> client.goAways.size() == 2);
            assertThat(client.goAways).containsExactly(ALL, 8L);
            second.end();
            assertThat(second.answer().trailer("grpc-status")).isEqualTo("0");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aClientEndsWhatIsBelowAndTakesTheRestElsewhere() throws Exception {
        List<RawHttp3Server.Http3Exchange> exchanges = new CopyOnWriteArrayList<>();
        try (RawHttp3Server server = new RawHttp3Server(
                domain.server(), exchange -> exchanges.add((RawHttp3Server.Http3Exchange) exchange))) {
            ManagedChannel channel = Node.connect(server.port(), domain.client());
            ListenableFuture<Empty> below = once(channel);
            Await.until("the first call", Node.PATIENCE, () -> exchanges.size() == 1);
            ListenableFuture<Empty> above = once(channel);
            Await.until("the second call", Node.PATIENCE, () -> exchanges.size() == 2);
            server.goAway(ALL);
            server.goAway(4);
            Await.until("the second call again", Node.PATIENCE, () -> exchanges.size() == 3);
            assertThat(exchanges.get(1).stream().streamId()).isEqualTo(4);
            assertThat(exchanges.get(2).stream().parent())
                    .isNotSameAs(exchanges.get(1).stream().parent());
            answer(exchanges.get(2));
            assertThat(above.get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
            assertThat(below.isDone()).isFalse();
            answer(exchanges.get(0));
            assertThat(below.get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
            Node.close(channel);
        }
    }

    @Test
    void aServerThatIsEndingTellsThoseWhoComeThen() {
        try (Node node = new Node(domain.server(), server -> server)) {
            ManagedChannel before = Node.connect(node.port(), domain.client());
            DatagramCall call = new DatagramCall(before);
            Await.until("a call that lasts", Node.PATIENCE, () -> node.seen.size() == 1);
            node.shutdown();
            ManagedChannel later = Node.connect(node.port(), domain.client());
            ListenableFuture<Empty> refused = once(later, Duration.ofSeconds(5));
            assertThatThrownBy(() -> refused.get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("told, not timed out")
                    .hasMessageContaining("UNAVAILABLE");
            assertThat(call.status).isNotDone();
            call.end();
            assertThat(call.status).succeedsWithin(Node.PATIENCE).matches(Status::isOk);
            Node.close(before);
            Node.close(later);
        }
    }

    /// Calls that may not be done twice: each is answered, and reached one server once.
    @Test
    void noCallIsLostOrDoneTwiceWhileServersAreReplaced() throws Exception {
        Names names = new Names();
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node(domain.server(), server -> server));
        names.are(nodes.getLast().port());
        ManagedChannel channel = Http3ChannelBuilder.forTarget(names.target(), Node.LOOPS, domain.client())
                .defaultLoadBalancingPolicy("round_robin")
                .build();
        List<Throwable> lost = new CopyOnWriteArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
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
        for (int i = 1; i < SERVERS; i++) {
            Node old = nodes.getLast();
            int before = answered.get();
            Await.until("calls", Node.PATIENCE, () -> answered.get() >= before + CALLS_BETWEEN);
            nodes.add(new Node(domain.server(), server -> server));
            names.are(old.port(), nodes.getLast().port());
            old.shutdown();
            Node fresh = nodes.getLast();
            Await.until("calls to the next", Node.PATIENCE, () -> !fresh.seen.isEmpty());
            names.are(fresh.port());
        }
        enough.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(lost).isEmpty();
        assertThat(nodes.stream().mapToInt(node -> node.seen.size()).sum()).isEqualTo(answered.get());
        Node.close(channel);
        nodes.forEach(Node::close);
    }
}
