package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallDatagramsTest {
    private final Domain domain = new Domain();
    private final List<CallDatagrams> atServer = new CopyOnWriteArrayList<>();
    private Node node;
    private ManagedChannel channel;

    /// Sends back what comes, in capitals.
    private final class Echo implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            CallDatagrams datagrams = call.getAttributes().get(CallDatagrams.KEY);
            atServer.add(datagrams);
            datagrams.onReceive(payload ->
                    datagrams.send(DatagramCall.bytes(DatagramCall.text(payload).toUpperCase(java.util.Locale.ROOT))));
            return next.startCall(call, headers);
        }
    }

    @BeforeEach
    void open() {
        node = new Node(domain.server(), server -> server.intercept(new Echo()));
        channel = Http3ChannelBuilder.forAddress("127.0.0.1", node.port(), Node.LOOPS, domain.client())
                .disableRetry()
                .build();
    }

    @AfterEach
    void close() {
        Node.close(channel);
        node.close();
    }

    @Test
    void theyGoBothWaysAndEachCallHasItsOwn() {
        DatagramCall one = new DatagramCall(channel);
        DatagramCall other = new DatagramCall(channel);
        CallDatagrams first = one.listening();
        CallDatagrams second = other.listening();
        Await.until("their maximum", Node.PATIENCE, () -> first.maxBytes() > 0 && second.maxBytes() > 0);
        Await.until("both calls", Node.PATIENCE, () -> atServer.size() == 2);
        for (int i = 0; i < 20; i++) {
            assertThat(first.send(DatagramCall.bytes("one " + i))).isTrue();
            assertThat(second.send(DatagramCall.bytes("other " + i))).isTrue();
        }
        Await.asserted("the echoes", Node.PATIENCE, () -> {
            assertThat(one.received).hasSize(20).allMatch(text -> text.startsWith("ONE "));
            assertThat(other.received).hasSize(20).allMatch(text -> text.startsWith("OTHER "));
        });
        one.cancel();
        other.cancel();
    }

    @Test
    void whatIsSentBeforeThePeerToldWaits() {
        DatagramCall call = new DatagramCall(channel);
        CallDatagrams datagrams = call.listening();
        assertThat(datagrams.send(DatagramCall.bytes("early"))).isTrue();
        Await.asserted(
                "the echo", Node.PATIENCE, () -> assertThat(call.received).containsExactly("EARLY"));
        call.cancel();
    }

    @Test
    void theLargestPassesAndOneByteMoreIsDropped() {
        DatagramCall call = new DatagramCall(channel);
        CallDatagrams datagrams = call.listening();
        int max = Await.value("the maximum", Node.PATIENCE, datagrams::maxBytes, bytes -> bytes > 0);
        // An inner QUIC connection has to fit in (RFC 9000 section 14).
        assertThat(max).isGreaterThan(1200);
        assertThat(datagrams.send(DatagramCall.bytes("x".repeat(max + 1)))).isFalse();
        assertThat(datagrams.send(DatagramCall.bytes("x".repeat(max)))).isTrue();
        Await.asserted(
                "the echo", Node.PATIENCE, () -> assertThat(call.received).containsExactly("X".repeat(max)));
        call.cancel();
    }

    @Test
    void moreThanMayWaitAreDroppedAndReleased() {
        DatagramCall call = new DatagramCall(channel);
        CallDatagrams datagrams = call.listening();
        Await.until("the maximum", Node.PATIENCE, () -> datagrams.maxBytes() > 0);
        List<ByteBuf> sent = new CopyOnWriteArrayList<>();
        // From the event loop itself, so that nothing is taken from the queue meanwhile.
        datagrams.onReceive(first -> {
            for (int i = 0; i < 1000; i++) {
                ByteBuf payload = Unpooled.directBuffer(1).writeByte(i);
                sent.add(payload);
                if (!datagrams.send(payload)) {
                    break;
                }
            }
        });
        datagrams.send(DatagramCall.bytes("go"));
        Await.asserted("the bound", Node.PATIENCE, () -> {
            assertThat(sent).hasSizeBetween(2, 999);
            assertThat(sent).allMatch(payload -> payload.refCnt() == 0);
        });
        call.cancel();
    }

    @Test
    void afterTheCallThereAreNone() throws Exception {
        DatagramCall call = new DatagramCall(channel);
        CallDatagrams datagrams = call.listening();
        Await.until("the maximum", Node.PATIENCE, () -> datagrams.maxBytes() > 0);
        call.end();
        assertThat(call.status.get(20, TimeUnit.SECONDS).isOk()).isTrue();
        ByteBuf late = DatagramCall.bytes("late");
        assertThat(datagrams.send(late)).isFalse();
        assertThat(late.refCnt()).isZero();
        assertThat(datagrams.maxBytes()).isZero();
        Await.until(
                "the server's end of it",
                Node.PATIENCE,
                () -> atServer.getFirst().maxBytes() == 0);
    }

    @Test
    void theConnectionTellsWhatItMeasured() throws Exception {
        DatagramCall call = new DatagramCall(channel);
        CallDatagrams datagrams = call.listening();
        datagrams.send(DatagramCall.bytes("hello"));
        Await.until("an echo", Node.PATIENCE, () -> !call.received.isEmpty());
        ConnectionStatistics.Sample sample = call.attributes()
                .get(ConnectionStatistics.KEY)
                .sample()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(sample.rtt()).isPositive().isLessThan(java.time.Duration.ofSeconds(10));
        assertThat(sample.sent()).isPositive();
        assertThat(sample.received()).isPositive();
        assertThat(sample.sentBytes()).isGreaterThan(1200);
        assertThat(sample.congestionWindowBytes()).isGreaterThan(1200);
        call.cancel();
        Node.close(channel);
        assertThat(call.attributes().get(ConnectionStatistics.KEY).sample())
                .failsWithin(java.time.Duration.ofSeconds(20));
    }
}
