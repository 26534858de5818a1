package dev.mcp2026.http3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A UDP socket towards a server, as a relay's last leg has it.
final class UdpPipe implements AutoCloseable {
    private static final int DATAGRAM_MAX = 65_535;

    final AtomicInteger largest = new AtomicInteger();
    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private volatile boolean cut;

    /// @param inbound owns what it is given
    UdpPipe(InetSocketAddress server, Consumer<ByteBuf> inbound) {
        this.server = server;
        try {
            socket = new DatagramSocket(0, java.net.InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> receive(inbound));
    }

    private void receive(Consumer<ByteBuf> inbound) {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (!socket.isClosed()) {
            try {
                packet.setLength(DATAGRAM_MAX);
                socket.receive(packet);
                largest.accumulateAndGet(packet.getLength(), Math::max);
                if (!cut) {
                    inbound.accept(Unpooled.copiedBuffer(packet.getData(), 0, packet.getLength()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// @param packet is released
    void send(ByteBuf packet) {
        try {
            largest.accumulateAndGet(packet.readableBytes(), Math::max);
            byte[] bytes = io.netty.buffer.ByteBufUtil.getBytes(packet);
            if (!cut) {
                socket.send(new DatagramPacket(bytes, bytes.length, server));
            }
        } catch (IOException closed) {
            // As a packet may be lost.
        } finally {
            packet.release();
        }
    }

    /// Nothing passes any more, and nobody is told.
    void cut() {
        cut = true;
    }

    @Override
    public void close() {
        socket.close();
    }
}
