package dev.mcp2026.benchmarks.mesh.load;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;

/// Sends each datagram back.
final class UdpEcho {
    private static final int DATAGRAM_MAX = 2048;

    private UdpEcho() {}

    static void start(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(port);
        Thread.ofPlatform().daemon().name("udp-echo").start(() -> run(socket));
    }

    private static void run(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (true) {
            try {
                packet.setLength(DATAGRAM_MAX);
                socket.receive(packet);
                socket.send(packet);
            } catch (IOException lost) {
                // As on the way.
            }
        }
    }
}
