package dev.mcp2026.testkit.wan;

import dev.mcp2026.testkit.process.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends back what it gets, by TCP and by UDP on one port.
final class EchoServer implements AutoCloseable {
    final InetSocketAddress address = FreePort.address();
    final AtomicInteger accepted = new AtomicInteger();
    private final ServerSocket tcp;
    private final DatagramSocket udp;

    EchoServer() throws IOException {
        tcp = new ServerSocket(address.getPort(), 50, address.getAddress());
        udp = new DatagramSocket(address);
        Thread.ofVirtual().start(this::acceptTcp);
        Thread.ofVirtual().start(this::echoUdp);
    }

    private void acceptTcp() {
        try {
            while (true) {
                Socket socket = tcp.accept();
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException closed) {
            // The test ends.
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException reset) {
            // The test wants it so.
        }
    }

    private void echoUdp() {
        byte[] buffer = new byte[65_535];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                udp.send(packet);
            }
        } catch (IOException closed) {
            // The test ends.
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
    }
}
