package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A ticket stands for what was checked when it was given. What has changed since counts, and the peer that no longer
/// would be taken gets no call answered, early or late.
class ResumptionTest {
    private final Domain domain = new Domain();

    private static Node node(ServerTls tls) {
        return new Node(tls, server -> server.earlyMethods(method -> true));
    }

    private static void assertRefused(Node node, ClientTls client) {
        for (MethodDescriptor<Empty, Empty> method : java.util.List.of(Node.IDEMPOTENT, Node.ONCE)) {
            node.seen.clear();
            ManagedChannel channel = Node.connect(node.port(), client);
            Throwable thrown = catchThrowable(() -> Node.call(channel, method));
            Node.close(channel);
            assertThat(Status.fromThrowable(thrown).getCode()).as("%s", thrown).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(node.seen).isEmpty();
        }
    }

    @Test
    void anSvidThatHasExpiredSince() {
        Duration life = Duration.ofSeconds(3);
        Instant end = Instant.now().plus(life);
        ClientTls client =
                ClientTls.of(domain.credentials(Identities.CLIENT, life, Domain.verifier(id -> true, domain)));
        try (Node node = node(domain.server())) {
            Node.visit(node.port(), client);
            Await.until("the SVID's end", Node.PATIENCE, () -> Instant.now().isAfter(end));
            assertRefused(node, client);
        }
    }

    @Test
    void anAuthorityThatIsNoLongerInTheBundle() {
        ServerTls tls = domain.server();
        ClientTls client = domain.client();
        try (Node node = node(tls)) {
            Node.visit(node.port(), client);
            tls.exchange(
                    domain.credentials(Identities.SERVER, Domain.LIFETIME, Domain.verifier(id -> true, new Domain())));
            assertRefused(node, client);
        }
    }

    @Test
    void aRuleThatHasChangedItsMind() {
        AtomicBoolean welcome = new AtomicBoolean(true);
        PeerVerifier rule = chain -> {
            if (!welcome.get()) {
                throw new CertificateException("no longer");
            }
        };
        ServerTls tls = ServerTls.of(
                domain.credentials(Identities.SERVER, Domain.LIFETIME, rule),
                HandshakeLimits.defaults(),
                InstantSource.system());
        ClientTls client = domain.client();
        try (Node node = node(tls)) {
            Node.visit(node.port(), client);
            welcome.set(false);
            node.seen.clear();
            ManagedChannel channel = Node.connect(node.port(), client);
            assertThat(catchThrowable(() -> Node.call(channel, Node.ONCE))).isNotNull();
            Node.close(channel);
            assertThat(node.seen).as("a resumed handshake is verified, too").isEmpty();
            assertRefused(node, client);
        }
    }

    @Test
    void aServerThatIsNoLongerTaken() {
        AtomicBoolean welcome = new AtomicBoolean(true);
        ClientTls client = ClientTls.of(domain.credentials(Identities.CLIENT, Domain.LIFETIME, chain -> {
            if (!welcome.get()) {
                throw new CertificateException("no longer");
            }
        }));
        try (Node node = node(domain.server())) {
            Node.visit(node.port(), client);
            welcome.set(false);
            node.seen.clear();
            // Else it would be tried again, without the session.
            ManagedChannel channel = Http3ChannelBuilder.forAddress("127.0.0.1", node.port(), Node.LOOPS, client)
                    .disableRetry()
                    .build();
            assertThat(Status.fromThrowable(catchThrowable(() -> Node.call(channel, Node.ONCE)))
                            .getDescription())
                    .contains("not trusted");
            Node.close(channel);
            assertThat(node.seen).isEmpty();
        }
    }

    @Test
    void strangers() {
        Domain other = new Domain("other.test");
        PeerVerifier any = chain -> {};
        try (Node node = node(domain.server())) {
            assertRefused(node, ClientTls.of(other.credentials(Identities.CLIENT, Domain.LIFETIME, any)));
            assertRefused(node, ClientTls.of(domain.credentials(Identities.CLIENT, Duration.ofSeconds(-60), any)));
            assertRefused(
                    node,
                    ClientTls.of(
                            QuicSslContextBuilder.forClient()
                                    .trustManager(new VerifierTrust(any))
                                    .applicationProtocols("h3")
                                    .earlyData(true)
                                    .build(),
                            any));
        }
    }

    @Test
    void aPeerOfTheDomainThatTheRuleLeavesOut() {
        ServerTls tls = ServerTls.of(
                domain.credentials(Identities.SERVER, id -> id.equals(Identities.SERVER.in(Domain.NAME))),
                HandshakeLimits.defaults(),
                InstantSource.system());
        try (Node node = node(tls)) {
            assertRefused(node, domain.client());
        }
    }
}
