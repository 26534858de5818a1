package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.Role;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsPerPeerTest {
    private static final int MOST = 3;

    private final Domain domain = new Domain();
    private final Node node = new Node(domain.server(), server -> server.settings(narrow()));
    private final List<ManagedChannel> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Node::close);
        node.close();
    }

    /// With a certificate of its own, as after a renewal.
    private ManagedChannel connect(Role role) {
        ManagedChannel channel = Node.connect(node.port(), ClientTls.of(domain.credentials(role, id -> true)));
        open.add(channel);
        return channel;
    }

    private ManagedChannel admitted(Role role) {
        ManagedChannel channel = connect(role);
        Node.call(channel, Node.ONCE);
        return channel;
    }

    private static Http3Settings narrow() {
        Http3Settings byDefault = Http3Settings.defaults();
        Http3Settings.Counts counts = byDefault.counts();
        Limit perPeer = new Limit(counts.connectionsPerPeer().name(), MOST, "connections");
        return byDefault.withCounts(new Http3Settings.Counts(counts.streams(), counts.connections(), perPeer));
    }

    private static void assertRefused(ManagedChannel channel) {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> Node.call(channel, Node.IDEMPOTENT));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused).hasMessageContaining("mcp.http3.connections-per-peer: a peer may have 3 connections");
    }

    @Test
    void oneMoreIsRefusedAndNobodyElseIsDisturbed() {
        List<EchoStream> streams = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            streams.add(new EchoStream(admitted(Identities.CLIENT)));
        }
        for (int i = 0; i < 3; i++) {
            assertRefused(connect(Identities.CLIENT));
        }
        admitted(Identities.SERVER);
        streams.forEach(stream -> stream.exchange(10));
        assertThat(node.connections()).isEqualTo(MOST + 1);
    }

    /// The server learns of a connection's end after its client did.
    private static ManagedChannel admittedSoon(ManagedChannel channel) {
        Await.until("a place", Node.PATIENCE, () -> {
            Node.call(channel, Node.ONCE);
            return true;
        });
        return channel;
    }

    @Test
    void placesAreGivenBack() {
        for (int i = 0; i < 3 * MOST; i++) {
            Node.close(admittedSoon(connect(Identities.CLIENT)));
        }
        List<ManagedChannel> held = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            held.add(admittedSoon(connect(Identities.CLIENT)));
        }
        ManagedChannel waiting = connect(Identities.CLIENT);
        assertRefused(waiting);
        Node.close(held.getFirst());
        admittedSoon(waiting);
    }
}
