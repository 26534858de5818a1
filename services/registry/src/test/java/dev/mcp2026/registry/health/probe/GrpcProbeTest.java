package dev.mcp2026.registry.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.health.Outcome;
import dev.mcp2026.registry.health.ProbeResult;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcProbeTest {
    private final Probes probes = new Probes(System::nanoTime, ProbeLimits.defaults());
    private Server server;
    private int port;

    private static final class Health extends HealthGrpc.HealthImplBase {
        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answers) {
            switch (request.getService()) {
                case "" -> answer(answers, ServingStatus.SERVING);
                case "ill" -> answer(answers, ServingStatus.NOT_SERVING);
                case "silent" -> {}
                default -> answers.onError(Status.NOT_FOUND.asRuntimeException());
            }
        }

        private static void answer(StreamObserver<HealthCheckResponse> answers, ServingStatus status) {
            answers.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
            answers.onCompleted();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = serve(0);
        port = server.getPort();
    }

    private static Server serve(int port) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(new Health())
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        probes.close();
        server.shutdownNow();
    }

    private ProbeResult probe(String service, Duration timeout) throws ObserverFaultException {
        return probes.run(new Target("127.0.0.1", port, new CheckKind.Grpc(service)), timeout);
    }

    @Test
    void servingStatusDecides() throws Exception {
        assertThat(probe("", Duration.ofSeconds(10)).outcome()).isEqualTo(Outcome.OK);
        assertThat(probe("ill", Duration.ofSeconds(10)).outcome()).isEqualTo(Outcome.UNHEALTHY);
        assertThat(probe("other", Duration.ofSeconds(10)).outcome()).isEqualTo(Outcome.UNHEALTHY);
    }

    @Test
    void silenceOfAReachedServer() throws Exception {
        // Connected beforehand: the first call of a process loads classes, on a busy machine for longer than 700 ms.
        assertThat(probe("", Duration.ofSeconds(10)).ok()).isTrue();
        ProbeResult result = probe("silent", Duration.ofMillis(700));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(result.reached()).isTrue();
    }

    @Test
    void aRestartedServerIsSeenAtOnce() throws Exception {
        assertThat(probe("", Duration.ofSeconds(10)).ok()).isTrue();
        server.shutdownNow().awaitTermination();
        assertThat(probe("", Duration.ofSeconds(10)).outcome()).isIn(Outcome.REFUSED, Outcome.RESET);
        assertThat(probe("", Duration.ofSeconds(10)).outcome()).isEqualTo(Outcome.REFUSED);
        server = serve(port);
        assertThat(probe("", Duration.ofSeconds(10)).ok()).isTrue();
    }
}
