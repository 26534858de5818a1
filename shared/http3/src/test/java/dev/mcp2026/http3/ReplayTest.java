package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An attacker that saw all datagrams of a client and sends them again.
class ReplayTest {
    private final Domain domain = new Domain();
    private final ClientTls client = domain.client();

    @Test
    void aRecordedFlightRunsNothingASecondTime() throws Exception {
        ServerTls tls = domain.server();
        try (Node node = new Node(tls, server -> server.earlyMethods(method -> true));
                UdpTap tap = new UdpTap(node.address())) {
            List<byte[]> recorded = oneEarlyCall(node, tap);

            // While the original connection is there, its copies are told by their packet numbers.
            tap.replay(recorded);
            Await.until("the copy to reach a connection of its own", Node.PATIENCE, () -> {
                tap.replay(recorded);
                return tls.heldFlights() > 0;
            });
            Node.visit(node.port(), client);

            assertThat(node.seen).filteredOn(Node.Seen::early).hasSize(1);
        }
    }

    @Test
    void aFlightThatFindsNoRoomInTheLedgerIsAnsweredAfterTheHandshake() throws Exception {
        HandshakeLimits usual = HandshakeLimits.defaults();
        ServerTls tls = domain.server(new HandshakeLimits(
                usual.halfOpen(),
                usual.halfOpenBeforeRetry(),
                usual.handshake(),
                usual.token(),
                usual.ticket(),
                usual.earlyPeers(),
                new dev.mcp2026.kernel.limit.Limit("flights", 0, "flights")));
        try (Node node = new Node(tls, server -> server.earlyMethods(method -> true));
                UdpTap tap = new UdpTap(node.address())) {
            Node.visit(tap.port(), client);
            node.seen.clear();
            tap.fromClient.clear();
            tap.hold();
            ManagedChannel channel = Node.connect(tap.port(), client);
            var call = Node.callLater(channel, Node.IDEMPOTENT);
            Await.until("the early request", Node.PATIENCE, () -> tap.earlyPackets() > 0);
            tap.release();
            call.join();
            Node.close(channel);
            assertThat(tls.heldFlights()).isEqualTo(1);
            assertThat(node.seen).extracting(Node.Seen::early).containsExactly(false);
        }
    }

    private List<byte[]> oneEarlyCall(Node node, UdpTap tap) {
        Node.visit(tap.port(), client);
        node.seen.clear();
        tap.fromClient.clear();
        tap.hold();
        ManagedChannel channel = Node.connect(tap.port(), client);
        var call = Node.callLater(channel, Node.IDEMPOTENT);
        Await.until("the early call", Node.PATIENCE, () -> node.seen.size() == 1);
        tap.release();
        call.join();
        Node.close(channel);
        assertThat(node.seen).extracting(Node.Seen::early).containsExactly(true);
        return List.copyOf(tap.fromClient);
    }
}
