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
import org.jspecify.annotations.Nullable;

/// A box between one client and a server: it can record what the client sends, send it again from elsewhere, and
/// change the port that the server sees, as a NAT does.
final class UdpTap implements AutoCloseable {
    private static final int DATAGRAM_MAX = 2048;

    final List<byte[]> fromClient = new CopyOnWriteArrayList<>();
    private final InetSocketAddress server;
    private final DatagramSocket inside;
    private volatile DatagramSocket outside;
    private volatile @Nullable SocketAddress client;

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
                outside.send(new DatagramPacket(bytes, bytes.length, server));
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
                SocketAddress to = client;
                if (to != null) {
                    inside.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
                }
            } catch (IOException lost) {
                // As above.
            }
        }
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }
}
