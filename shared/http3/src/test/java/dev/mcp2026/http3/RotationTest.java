package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// SVIDs live for minutes, connections for hours.
class RotationTest {
    private final Domain domain = new Domain();
    private final Domain successor = new Domain();
    private final Set<BigInteger> serversMet = ConcurrentHashMap.newKeySet();
    private final Set<BigInteger> clientsMet = ConcurrentHashMap.newKeySet();

    private PeerVerifier noting(Set<BigInteger> met) {
        PeerVerifier both = Domain.verifier(id -> true, domain, successor);
        return chain -> {
            both.verify(chain);
            met.add(chain[0].getSerialNumber());
        };
    }

    @Test
    void aStreamOutlivesTheSvidsOfBothEndsAndTheirAuthority() {
        ServerTls server = ServerTls.of(
                domain.credentials(Identities.SERVER, Domain.LIFETIME, noting(clientsMet)),
                HandshakeLimits.defaults(),
                InstantSource.system());
        ClientTls client = ClientTls.of(domain.credentials(Identities.CLIENT, Domain.LIFETIME, noting(serversMet)));
        try (Node node = new Node(server, with -> with.earlyMethods(method -> true))) {
            Node.visit(node.port(), client);
            ManagedChannel channel = Node.connect(node.port(), client);
            EchoStream stream = new EchoStream(channel);
            stream.exchange(10);
            int port = node.port();
            assertThat(serversMet).hasSize(1);

            server.exchange(successor.credentials(Identities.SERVER, Domain.LIFETIME, noting(clientsMet)));
            stream.exchange(10);
            node.seen.clear();
            Node.visit(port, client);
            assertThat(serversMet).as("the same socket, another certificate").hasSize(2);

            client.exchange(successor.credentials(Identities.CLIENT, Domain.LIFETIME, noting(serversMet)));
            stream.exchange(10);
            Node.visit(port, client);
            assertThat(clientsMet).hasSize(2);

            assertThat(stream.end()).as("all came back").isEqualTo(30);
            Node.close(channel);
        }
    }

    @Test
    void aTicketOfBeforeTheExchangeIsNoGood() throws Exception {
        ServerTls server = domain.server();
        ClientTls client = domain.client();
        try (Node node = new Node(server, with -> with.earlyMethods(method -> true));
                UdpTap tap = new UdpTap(node.address())) {
            Node.visit(tap.port(), client);
            server.exchange(domain.credentials(Identities.SERVER, id -> true));
            node.seen.clear();
            tap.fromClient.clear();
            tap.hold();
            ManagedChannel channel = Node.connect(tap.port(), client);
            var call = Node.callLater(channel, Node.IDEMPOTENT);
            Await.until("the early request", Node.PATIENCE, () -> tap.earlyPackets() > 0);
            tap.release();
            call.join();
            Node.close(channel);
            assertThat(node.seen).containsExactly(new Node.Seen("EmptyCall", false));
        }
    }
}
