package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class UdpPayloadTest {
    private static final int LARGE = 1 << 20;

    @Test
    void onlyLoopbackCarriesMoreThanAnEthernet() {
        assertThat(UdpPayload.at(new InetSocketAddress("127.0.0.1", 1))).isEqualTo(UdpPayload.LOOPBACK);
        assertThat(UdpPayload.at(new InetSocketAddress("::1", 1))).isEqualTo(UdpPayload.LOOPBACK);
        assertThat(UdpPayload.at(new InetSocketAddress("192.0.2.1", 1))).isEqualTo(UdpPayload.ANYWHERE);
        assertThat(UdpPayload.at(new InetSocketAddress("0.0.0.0", 1))).isEqualTo(UdpPayload.ANYWHERE);
        assertThat(UdpPayload.at(InetSocketAddress.createUnresolved("localhost", 1)))
                .isEqualTo(UdpPayload.ANYWHERE);
    }

    @Test
    void theKernelIsHandedNoMoreThanAnIpPacketHolds() {
        assertThat(UdpPayload.LOOPBACK.segments() * UdpPayload.LOOPBACK.bytes()).isLessThan(65_487);
        assertThat(UdpPayload.ANYWHERE.segments()).isEqualTo(16);
    }

    @Test
    void largeMessagesTakeFewPacketsOnLoopback() throws IOException {
        Domain domain = new Domain();
        Node node = new Node(domain.server(), server -> server);
        try (node;
                UdpTap tap = new UdpTap(node.address())) {
            ManagedChannel channel = Node.connect(tap.port(), domain.client());
            assertThat(Node.echo(channel, LARGE)).isEqualTo(LARGE);
            assertThat(tap.largestAnswer.get()).isBetween(10_000, UdpPayload.LOOPBACK.bytes());
            channel.shutdownNow();
        }
    }
}
