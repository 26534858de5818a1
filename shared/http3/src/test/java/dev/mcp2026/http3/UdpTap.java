package dev.mcp2026.http3;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A box between one client and a server: it can record what the client sends, send it again from elsewhere, and
/// change the port that the server sees, as a NAT does.
final class UdpTap implements AutoCloseable {
    private static final int DATAGRAM_MAX = 65_535;

    final List<byte[]> fromClient = new CopyOnWriteArrayList<>();
    final AtomicInteger largestAnswer = new AtomicInteger();
    private final InetSocketAddress server;
    private final DatagramSocket inside;
    private volatile DatagramSocket outside;
    private volatile @Nullable SocketAddress client;
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile DoubleSupplier losses = () -> 1;
    private volatile double loss;
    private volatile boolean cut;

    UdpTap(InetSocketAddress server) throws IOException {
        this.server = server;
        this.inside = socket();
        this.outside = open();
        Thread.ofVirtual().start(this::inwards);
    }

    private static DatagramSocket socket() throws SocketException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    private DatagramSocket open() throws IOException {
        DatagramSocket socket = socket();
        Thread.ofVirtual().start(() -> outwards(socket));
        return socket;
    }

    int port() {
        return inside.getLocalPort();
    }

    /// Packets of early data that the client sent (long header of type 0-RTT, RFC 9000 section 17.2.3).
    long earlyPackets() {
        return fromClient.stream()
                .flatMap(datagram -> LongHeaders.types(datagram).stream())
                .filter(type -> type == LongHeaders.ZERO_RTT)
                .count();
    }

    /// Keeps what the server answers until [#release], as a long way would.
    void hold() {
        answers = new CountDownLatch(1);
    }

    void release() {
        answers.countDown();
    }

    /// From now on that share of the datagrams of each direction is lost.
    void lose(double share, RandomGenerator random) {
        losses = random::nextDouble;
        loss = share;
    }

    /// From now on nothing passes, and nobody is told.
    void cut() {
        cut = true;
    }

    void heal() {
        cut = false;
    }

    private boolean isLost() {
        return cut || losses.getAsDouble() < loss;
    }

    /// The server sees another port from now on; what it still sends to the old one is lost.
    void changePort() throws IOException {
        DatagramSocket old = outside;
        outside = open();
        old.close();
    }

    /// Sends `datagrams` to the server from one more port.
    void replay(List<byte[]> datagrams) throws IOException {
        try (DatagramSocket attacker = socket()) {
            for (byte[] datagram : datagrams) {
                attacker.send(new DatagramPacket(datagram, datagram.length, server));
            }
        }
    }

    private void inwards() {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (!inside.isClosed()) {
            try {
                packet.setLength(DATAGRAM_MAX);
                inside.receive(packet);
                client = packet.getSocketAddress();
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                fromClient.add(bytes);
                if (!isLost()) {
                    outside.send(new DatagramPacket(bytes, bytes.length, server));
                }
            } catch (IOException lost) {
                // Closed meanwhile, as a packet may be lost.
            }
        }
    }

    private void outwards(DatagramSocket from) {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (!from.isClosed()) {
            try {
                packet.setLength(DATAGRAM_MAX);
                from.receive(packet);
                largestAnswer.accumulateAndGet(packet.getLength(), Math::max);
                SocketAddress to = client;
                answers.await();
                if (to != null && !isLost()) {
                    inside.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
                }
            } catch (IOException lost) {
                // As above.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        answers.countDown();
        inside.close();
        outside.close();
    }
}
