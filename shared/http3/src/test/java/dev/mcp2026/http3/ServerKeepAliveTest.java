package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerKeepAliveTest {
    private final Domain domain = new Domain();
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private Http3ServerBuilder keepingAlive(Http3ServerBuilder server) {
        return server.keepAliveTime(300, TimeUnit.MILLISECONDS)
                .keepAliveTimeout(600, TimeUnit.MILLISECONDS)
                .addStreamTracerFactory(new EndOfStreams(cancelled));
    }

    @Test
    void aClientThatVanishedIsMissedAndOneThatIsOnlySilentIsNot() throws Exception {
        try (Node node = new Node(domain.server(), this::keepingAlive);
                UdpTap tap = new UdpTap(node.address())) {
            ManagedChannel channel = Http3ChannelBuilder.forAddress(
                            "127.0.0.1", tap.port(), Node.LOOPS, domain.client())
                    // So that all questions are the server's.
                    .settings(Http3Settings.defaults()
                            .withLiveness(Liveness.defaults().withStall(Duration.ZERO)))
                    .build();
            DatagramCall call = new DatagramCall(channel);
            Await.until("the call", Node.PATIENCE, () -> node.seen.size() == 1);
            int before = tap.fromClient.size();
            Await.until("answers", Node.PATIENCE, () -> tap.fromClient.size() > before + 4);
            assertThat(call.status).isNotDone();
            assertThat(cancelled.getCount()).isOne();
            tap.cut();
            assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
            Node.close(channel);
        }
    }
}
