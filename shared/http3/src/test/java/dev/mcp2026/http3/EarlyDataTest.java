package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.Attributes;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.testing.integration.EmptyProtos.Empty;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
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

    private static SSLSession session(Attributes attributes) {
        return Objects.requireNonNull(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    }

    @Test
    void whoCallsEarlyIsKnown() throws Exception {
        List<Certificate> early = new CopyOnWriteArrayList<>();
        List<Certificate> late = new CopyOnWriteArrayList<>();
        ServerInterceptor notes = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                Attributes attributes = call.getAttributes();
                try {
                    (attributes.get(Http3ServerBuilder.EARLY) == null ? late : early)
                            .add(session(attributes).getPeerCertificates()[0]);
                } catch (SSLPeerUnverifiedException unknown) {
                    throw new IllegalStateException(unknown);
                }
                assertThat(headers.keys()).doesNotContain("mcp-early-identity");
                return next.startCall(call, headers);
            }
        };
        try (Node node = new Node(
                        domain.server(),
                        server -> server.earlyMethods(m -> true).intercept(notes));
                UdpTap tap = new UdpTap(node.address())) {
            Node.visit(tap.port(), client);
            callOnNewConnection(tap, Node.IDEMPOTENT, "an early call", () -> !early.isEmpty());
        }
        assertThat(early).hasSize(1);
        assertThat(late).isNotEmpty().containsOnly(early.getFirst());
    }

    @Test
    void aCallerWhoseWordIsNotKnownWaits() throws Exception {
        try (Node node = node();
                UdpTap tap = new UdpTap(node.address())) {
            Node.visit(tap.port(), client);
            node.seen.clear();
            client.current().told(new InetSocketAddress("127.0.0.1", tap.port()), "0".repeat(32));
            callOnNewConnection(tap, Node.IDEMPOTENT, "an early request", () -> tap.earlyPackets() > 0);
            assertThat(node.seen).containsExactly(new Node.Seen("EmptyCall", false));
        }
    }

    /// Who has it could have the other's session as well: they lie side by side.
    @Test
    void whoSaysAnothersWordIsTurnedOutAtTheHandshake() throws Exception {
        ClientTls other = domain.client();
        try (Node node = node();
                UdpTap tap = new UdpTap(node.address())) {
            InetSocketAddress server = new InetSocketAddress("127.0.0.1", tap.port());
            Node.visit(tap.port(), client);
            Node.visit(tap.port(), other);
            other.current().told(server, Objects.requireNonNull(client.current().word(server)));
            node.seen.clear();
            tap.hold();
            ManagedChannel channel = Node.connect(tap.port(), other);
            var call = Node.callLater(channel, Node.IDEMPOTENT);
            Await.until("the early call", Node.PATIENCE, () -> !node.seen.isEmpty());
            assertThat(node.seen.getFirst().early()).isTrue();
            tap.release();
            Await.until("the call's end", Node.PATIENCE, call::isDone);
            Await.until(
                    "the connection's end", Node.PATIENCE, () -> channel.getState(false) != ConnectivityState.READY);
            Node.close(channel);
            node.seen.clear();
            callOnNewConnection(tap, Node.IDEMPOTENT, "an early request", () -> tap.earlyPackets() > 0);
            assertThat(node.seen).as("the word means nothing now").containsExactly(new Node.Seen("EmptyCall", false));
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
