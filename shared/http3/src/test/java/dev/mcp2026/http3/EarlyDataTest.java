package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import org.junit.jupiter.api.Test;

class EarlyDataTest {
    private final Domain domain = new Domain();
    private final ClientTls client = domain.client();

    private Node node() {
        return new Node(domain.server(), server -> server.earlyMethods(method -> true));
    }

    private static void callOnNewConnection(int port, ClientTls tls, io.grpc.MethodDescriptor<?, ?> method) {
        ManagedChannel channel = Node.connect(port, tls);
        Node.call(channel, method == Node.IDEMPOTENT ? Node.IDEMPOTENT : Node.ONCE);
        Node.close(channel);
    }

    @Test
    void onlyAResumedConnectionHasEarlyCalls() {
        try (Node node = node()) {
            callOnNewConnection(node.port(), client, Node.IDEMPOTENT);
            assertThat(node.seen).extracting(Node.Seen::early).containsExactly(false);

            Node.visit(node.port(), client);
            node.seen.clear();
            callOnNewConnection(node.port(), client, Node.IDEMPOTENT);
            assertThat(node.seen).extracting(Node.Seen::early).containsExactly(true);
        }
    }

    @Test
    void aCallThatMayNotBeDoneTwiceWaitsForTheHandshake() {
        try (Node node = node()) {
            Node.visit(node.port(), client);
            node.seen.clear();
            callOnNewConnection(node.port(), client, Node.ONCE);
            assertThat(node.seen).extracting(Node.Seen::early).containsExactly(false);
        }
    }

    @Test
    void theServerHoldsWhatItDoesNotAnswerEarlyUntilTheHandshake() {
        try (Node node = new Node(domain.server(), server -> server.earlyMethods(method -> false))) {
            Node.visit(node.port(), client);
            node.seen.clear();
            callOnNewConnection(node.port(), client, Node.IDEMPOTENT);
            assertThat(node.seen).extracting(Node.Seen::early).containsExactly(false);
        }
    }

    @Test
    void earlyDataThatARestartedServerRejectsIsSentAgain() {
        int port;
        try (Node before = node()) {
            port = before.port();
            Node.visit(port, client);
        }
        // Its ticket keys are others.
        try (Node after = new Node(port, domain.server(), server -> server.earlyMethods(method -> true))) {
            callOnNewConnection(port, client, Node.IDEMPOTENT);
            assertThat(after.seen).containsExactly(new Node.Seen("EmptyCall", false));
        }
    }
}
