package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.incubator.codec.http3.DefaultHttp3Headers;
import io.netty.incubator.codec.http3.Http3Headers;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.netty.util.ResourceLeakDetector;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a peer of the domain, or anybody, can send that is wrong. It gets a status, a closed connection or silence,
/// and nobody else notices.
class BadInputTest {
    private static final int ROUNDS = 300;
    private static final int DATAGRAMS = 3000;
    private static final byte DATA = 0;
    private static final byte HEADERS = 1;
    private static final byte SETTINGS = 4;
    private static final byte CONTROL_STREAM = 0;

    private final Random random = new Random(20261125);
    private final Domain domain = new Domain();
    private final Node node = new Node(domain.server(), server -> server);
    private final ManagedChannel neighbour = Node.connect(node.port(), domain.client());
    private final Leaks leaks = new Leaks();
    private ResourceLeakDetector.Level before;

    @BeforeEach
    void watch() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        Logger.getLogger(ResourceLeakDetector.class.getName()).addHandler(leaks);
    }

    @AfterEach
    void nobodyElseNoticedAndNothingLeaked() {
        assertThat(Node.echo(neighbour, 1000)).isEqualTo(1000);
        assertThat(node.seen).extracting(Node.Seen::method).containsOnly("UnaryCall");
        Node.close(neighbour);
        node.close();
        for (int round = 0; round < 5; round++) {
            System.gc();
            // A leak is told when the next buffer is made.
            PooledByteBufAllocator.DEFAULT.directBuffer().release();
        }
        ResourceLeakDetector.setLevel(before);
        Logger.getLogger(ResourceLeakDetector.class.getName()).removeHandler(leaks);
        assertThat(leaks.told).isEmpty();
    }

    private static final class Leaks extends Handler {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getMessage().contains("LEAK")) {
                told.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] frame(int type, byte[] payload) {
        return ByteBuffer.allocate(3 + payload.length)
                .put((byte) type)
                .putShort((short) (0x4000 | payload.length))
                .put(payload)
                .array();
    }

    private RawClient raw(boolean http3) throws Exception {
        return new RawClient(node.address(), domain.client(), http3);
    }

    @Test
    void randomBytesOnStreamsOfBothKinds() throws Exception {
        RawClient client = raw(false);
        for (int round = 0; round < ROUNDS; round++) {
            if (!client.isOpen()) {
                client.close();
                client = raw(false);
            }
            client.stream(
                    random.nextInt(8) == 0 ? QuicStreamType.UNIDIRECTIONAL : QuicStreamType.BIDIRECTIONAL,
                    bytes(random.nextInt(500)),
                    random.nextBoolean());
            if (round % 50 == 0) {
                assertThat(Node.echo(neighbour, 10)).isEqualTo(10);
            }
        }
        client.close();
    }

    @Test
    void randomFramesAndFieldSections() throws Exception {
        RawClient client = raw(false);
        for (int round = 0; round < ROUNDS; round++) {
            if (!client.isOpen()) {
                client.close();
                client = raw(false);
            }
            byte[] payload = bytes(random.nextInt(1000));
            client.stream(
                    QuicStreamType.BIDIRECTIONAL,
                    frame(random.nextBoolean() ? HEADERS : random.nextInt(64), payload),
                    random.nextBoolean());
        }
        client.close();
    }

    @Test
    void dataBeforeHeadersAndReservedSettingsCloseTheConnection() throws Exception {
        try (RawClient client = raw(false)) {
            client.stream(QuicStreamType.BIDIRECTIONAL, frame(DATA, bytes(20)), true);
            Await.until("the end of the connection", Node.PATIENCE, () -> !client.isOpen());
        }
        for (int reserved = 2; reserved <= 5; reserved++) {
            try (RawClient client = raw(false)) {
                byte[] settings = frame(SETTINGS, new byte[] {(byte) reserved, 1});
                client.stream(
                        QuicStreamType.UNIDIRECTIONAL,
                        ByteBuffer.allocate(1 + settings.length)
                                .put(CONTROL_STREAM)
                                .put(settings)
                                .array(),
                        false);
                Await.until("the end of the connection", Node.PATIENCE, () -> !client.isOpen());
            }
        }
    }

    private static Http3Headers section(String method, String path, String type) {
        Http3Headers section = new DefaultHttp3Headers(false);
        section.method(method).scheme("https").authority("localhost").path(path);
        section.add("content-type", type);
        return section;
    }

    @Test
    void requestsThatAreNoCallsHaveAStatus() throws Exception {
        String path = "/grpc.testing.TestService/EmptyCall";
        Http3Headers large = section("POST", path, "application/grpc");
        large.add("x", "y".repeat(17 << 10));
        try (RawClient client = raw(true)) {
            assertThat(status(client, section("POST", path, "text/plain"))).isEqualTo("415");
            assertThat(status(client, section("GET", path, "application/grpc"))).isEqualTo("405");
            assertThat(status(client, section("POST", "x", "application/grpc"))).isEqualTo("404");
            assertThat(status(client, large)).isEqualTo("431");
        }
    }

    private static String status(RawClient client, Http3Headers section) throws Exception {
        return client.request(section)
                .get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .status()
                .toString();
    }

    @Test
    void garbageDatagrams() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int n = 0; n < DATAGRAMS; n++) {
                byte[] garbage = n % 3 == 0 ? almostInitial() : bytes(random.nextInt(1500));
                socket.send(new DatagramPacket(garbage, garbage.length, node.address()));
                if (n % 500 == 0) {
                    assertThat(Node.echo(neighbour, 10)).isEqualTo(10);
                }
            }
        }
        Node.close(connected());
    }

    private ManagedChannel connected() {
        ManagedChannel channel = Node.connect(node.port(), domain.client());
        assertThat(Node.echo(channel, 10)).isEqualTo(10);
        return channel;
    }

    /// A good Initial packet with one bit turned.
    private byte[] almostInitial() throws Exception {
        byte[] packet = InitialPackets.ping(bytes(20), new byte[0]);
        packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        return packet;
    }
}
