package dev.mcp2026.testkit.wan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.process.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WanRelayUdpTest {
    private static final LinkShape WAY = LinkShape.delayed(Duration.ofMillis(20));

    @Test
    void packetsTakeBothDelaysAndFindTheirClient() throws IOException {
        try (EchoServer server = new EchoServer();
                WanRelay wan = WanRelay.to(server.address).shape(WAY).start();
                DatagramSocket one = client(wan);
                DatagramSocket two = client(wan)) {
            long start = System.nanoTime();
            one.send(packet(1));
            two.send(packet(2));
            assertThat(receive(one)).isEqualTo(1);
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(40L, 5_000L);
            assertThat(receive(two)).isEqualTo(2);
        }
    }

    @Test
    void aShareIsLostAndTheRestArrivesOnce() throws IOException {
        try (EchoServer server = new EchoServer();
                WanRelay wan = WanRelay.to(server.address)
                        .shape(Direction.FORWARD, WAY.withLoss(0.3))
                        .start();
                DatagramSocket client = client(wan)) {
            for (int i = 0; i < 200; i++) {
                client.send(packet(i));
            }
            long expected = 200 - lostOf(wan, 200);
            assertThat(expected).isBetween(100L, 180L);
            Set<Integer> arrived = new HashSet<>();
            for (int i = 0; i < expected; i++) {
                assertThat(arrived.add(receive(client))).isTrue();
            }
        }
    }

    @Test
    void aCutDropsAndAHealLetsLaterPacketsThrough() throws IOException {
        try (EchoServer server = new EchoServer();
                WanRelay wan = WanRelay.to(server.address).shape(WAY).start();
                DatagramSocket client = client(wan)) {
            wan.cut();
            client.send(packet(1));
            lostOf(wan, 1);
            wan.heal();
            client.send(packet(2));
            assertThat(receive(client)).isEqualTo(2);
        }
    }

    @Test
    void aServerThatComesBackIsReachedByTheSameClient() throws IOException {
        InetSocketAddress nobody = FreePort.address();
        try (WanRelay wan = WanRelay.to(nobody).start();
                DatagramSocket client = client(wan)) {
            client.send(packet(1));
            client.setSoTimeout(100);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> receive(client))
                    .isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(20_000);
            try (DatagramSocket late = new DatagramSocket(nobody)) {
                client.send(packet(9));
                assertThat(receive(late)).isEqualTo(9);
            }
        }
    }

    private static long lostOf(WanRelay wan, int sent) {
        dev.mcp2026.testkit.await.Await.until(
                sent + " packets to be taken",
                Duration.ofSeconds(20),
                () -> wan.stats(Direction.FORWARD).packets() == sent);
        return wan.stats(Direction.FORWARD).lost();
    }

    private static DatagramSocket client(WanRelay wan) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(FreePort.loopback(), 0));
        socket.connect(wan.address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static DatagramPacket packet(int number) {
        return new DatagramPacket(new byte[] {(byte) number}, 1);
    }

    private static int receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[16], 16);
        socket.receive(packet);
        return packet.getData()[0] & 255;
    }
}
