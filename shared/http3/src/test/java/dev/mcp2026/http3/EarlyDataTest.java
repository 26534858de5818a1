package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.testing.integration.EmptyProtos.Empty;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EarlyDataTest {
    private final Domain domain = new Domain();
    private final ClientTls client = domain.client();

    private Node node() {
        return new Node(domain.server(), server -> server.earlyMethods(method -> true));
    }

    /// Calls on a new connection while nothing that the server sends gets through, until `meanwhile` holds.
    private void callOnNewConnection(
            UdpTap tap, MethodDescriptor<Empty, Empty> method, String what, Callable<Boolean> meanwhile) {
        tap.fromClient.clear();
        tap.hold();
        ManagedChannel channel = Node.connect(tap.port(), client);
        var call = Node.callLater(channel, method);
        Await.until(what, Node.PATIENCE, meanwhile);
        tap.release();
        call.join();
        Node.close(channel);
    }

    @Test
    void onlyAResumedConnectionHasEarlyCalls() throws Exception {
        try (Node node = node();
                UdpTap tap = new UdpTap(node.address())) {
            callOnNewConnection(tap, Node.IDEMPOTENT, "a first flight", () -> !tap.fromClient.isEmpty());
            assertThat(node.seen).containsExactly(new Node.Seen("EmptyCall", false));

            Node.visit(tap.port(), client);
            node.seen.clear();
            callOnNewConnection(tap, Node.IDEMPOTENT, "the call before any answer", () -> node.seen.size() == 1);
            assertThat(node.seen).containsExactly(new Node.Seen("EmptyCall", true));
        }
    }

    @Test
    void aCallThatMayNotBeDoneTwiceWaitsForTheHandshake() throws Exception {
        try (Node node = node();
                UdpTap tap = new UdpTap(node.address())) {
            Node.visit(tap.port(), client);
            node.seen.clear();
            tap.hold();
            ManagedChannel channel = Node.connect(tap.port(), client);
            var once = Node.callLater(channel, Node.ONCE);
            var idempotent = Node.callLater(channel, Node.IDEMPOTENT);
            Await.until("a call before any answer", Node.PATIENCE, () -> !node.seen.isEmpty());
            tap.release();
            CompletableFuture.allOf(once, idempotent).join();
            Node.close(channel);
            assertThat(node.seen).extracting(Node.Seen::early).containsExactly(true, false);
        }
    }

    @Test
    void theServerHoldsWhatItDoesNotAnswerEarlyUntilTheHandshake() throws Exception {
        try (Node node = new Node(domain.server(), server -> server.earlyMethods(method -> false));
                UdpTap tap = new UdpTap(node.address())) {
            Node.visit(tap.port(), client);
            node.seen.clear();
            callOnNewConnection(tap, Node.IDEMPOTENT, "an early request", () -> tap.earlyPackets() > 0);
            assertThat(node.seen).containsExactly(new Node.Seen("EmptyCall", false));
        }
    }

    @Test
    void earlyDataThatARestartedServerRejectsIsSentAgain() throws Exception {
        Node before = node();
        try (UdpTap tap = new UdpTap(before.address())) {
            int port = before.port();
            Node.visit(tap.port(), client);
            before.close();
            // Its ticket keys are others.
            try (Node after = new Node(port, domain.server(), server -> server.earlyMethods(method -> true))) {
                callOnNewConnection(tap, Node.IDEMPOTENT, "an early request", () -> tap.earlyPackets() > 0);
                assertThat(after.seen).containsExactly(new Node.Seen("EmptyCall", false));
            }
        }
    }
}
