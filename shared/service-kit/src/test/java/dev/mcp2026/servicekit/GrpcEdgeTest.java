package dev.mcp2026.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.servicekit.probe.ProbeGrpc;
import dev.mcp2026.servicekit.probe.ProbeRequest;
import dev.mcp2026.servicekit.probe.ProbeResponse;
import dev.mcp2026.servicekit.probe.ReactiveProbeGrpc;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustPlan;
import dev.mcp2026.wire.GrpcFaults;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(TrustFixture.class)
class GrpcEdgeTest {
    private static final ProbeRequest EMPTY = ProbeRequest.getDefaultInstance();
    private static final String DEVELOPER =
            TrustPlan.DEVELOPER.in(TrustFixture.DOMAIN).toString();

    @ConfigProperty(name = "test.trust.root")
    Path root;

    @ConfigProperty(name = "quarkus.http.test-ssl-port")
    int httpPort;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    private Clients clients;
    private ManagedChannel channel;

    @BeforeEach
    void connect() throws Exception {
        clients = new Clients(root, httpPort, grpcPort);
        channel = clients.grpc(clients.of(TrustPlan.DEVELOPER));
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void thePrincipalIsKnownOnEveryKindOfThread() throws Exception {
        assertThat(ProbeGrpc.newBlockingStub(channel).onEventLoop(EMPTY).getPrincipal())
                .isEqualTo(DEVELOPER);
        ProbeResponse virtual = ProbeGrpc.newBlockingStub(channel).onVirtualThread(EMPTY);
        assertThat(virtual.getPrincipal()).isEqualTo(DEVELOPER);
        assertThat(virtual.getThread()).isEqualTo("virtual");
        assertThat(ReactiveProbeGrpc.newBlockingStub(channel).ask(EMPTY).getPrincipal())
                .isEqualTo(DEVELOPER);
        assertThat(ReactiveProbeGrpc.newBlockingStub(channel).watch(EMPTY))
                .toIterable()
                .hasSize(3);
        assertThat(stream(EMPTY, EMPTY))
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                ProbeResponse.class,
                                response -> assertThat(response.getPrincipal()).isEqualTo(DEVELOPER)));
    }

    @Test
    void aCallWithoutACertificateIsRefusedInTheHandshake() throws Exception {
        assertRefusedByTls(clients.nobody());
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        assertRefusedByTls(clients.impostor(TrustPlan.DEVELOPER));
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        assertRefusedByTls(clients.of(TrustFixture.EXPIRED));
    }

    @Test
    void aTokenSpeaksForTheCall() throws Exception {
        ManagedChannel cell = clients.grpc(clients.of(TrustFixture.CELL));
        try {
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + clients.token());
            assertThat(ProbeGrpc.newBlockingStub(cell)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                            .onEventLoop(EMPTY)
                            .getPrincipal())
                    .isEqualTo(DEVELOPER);
            Metadata wrong = new Metadata();
            wrong.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer mcp_guess");
            Fault fault = fault(() -> ProbeGrpc.newBlockingStub(cell)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(wrong))
                    .onEventLoop(EMPTY));
            assertThat(fault.kind()).isEqualTo(FaultKind.UNAUTHENTICATED);
        } finally {
            cell.shutdownNow();
        }
    }

    @Test
    void noTenantReachesAnother() throws Exception {
        ManagedChannel bob = clients.grpc(clients.of(TrustFixture.TENANT_OPERATOR));
        try {
            var stub = ProbeGrpc.newBlockingStub(bob);
            assertThat(stub.onEventLoop(tenant("acme")).getPrincipal()).endsWith("/tenant/acme/operator/bob");
            assertThat(fault(() -> stub.onEventLoop(tenant("other"))).kind()).isEqualTo(FaultKind.PERMISSION_DENIED);
        } finally {
            bob.shutdownNow();
        }
    }

    @Test
    void whatNoRuleAllowsIsDenied() throws Exception {
        ManagedChannel workload = clients.grpc(clients.of(TrustFixture.WORKLOAD));
        try {
            Fault fault = fault(() -> ProbeGrpc.newBlockingStub(workload).onEventLoop(tenant("acme")));
            assertThat(fault.kind()).isEqualTo(FaultKind.PERMISSION_DENIED);
            assertThat(fault.detail()).contains("WORKLOAD", "probe:ask");
        } finally {
            workload.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyFaultArrivesWholeHoweverTheServiceIsWritten(FaultKind kind) throws Exception {
        Fault sent = ProbeAnswers.fault(kind).fault();
        ProbeRequest request = ProbeRequest.newBuilder().setFail(kind.name()).build();
        var plain = ProbeGrpc.newBlockingStub(channel);
        var reactive = ReactiveProbeGrpc.newBlockingStub(channel);
        assertThat(fault(() -> plain.onEventLoop(request)))
                .as("thrown, event loop")
                .isEqualTo(sent);
        assertThat(fault(() -> plain.onVirtualThread(request)))
                .as("thrown, virtual thread")
                .isEqualTo(sent);
        assertThat(fault(() -> plain.failing(request))).as("onError").isEqualTo(sent);
        assertThat(fault(() -> reactive.ask(request))).as("Uni").isEqualTo(sent);
        assertThat(fault(() -> reactive.watch(request).forEachRemaining(_ -> {})))
                .as("Multi")
                .isEqualTo(sent);
        assertThat(stream(EMPTY, request).getLast())
                .as("thrown in a stream")
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(GrpcFaults.fromGrpc(e)).isEqualTo(sent));
    }

    @Test
    void aBugTellsNothingButItsTraceId() {
        ProbeRequest request = ProbeRequest.newBuilder().setFail("BUG").build();
        var plain = ProbeGrpc.newBlockingStub(channel);
        var reactive = ReactiveProbeGrpc.newBlockingStub(channel);
        for (Runnable call : List.<Runnable>of(
                () -> plain.onEventLoop(request),
                () -> plain.onVirtualThread(request),
                () -> plain.failing(request),
                () -> reactive.ask(request))) {
            var failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
            assertThat(GrpcFaults.fromGrpc(failure).kind()).isEqualTo(FaultKind.INTERNAL);
            assertThat(failure).hasMessageNotContaining("secret");
            assertThat(failure.getTrailers().toString()).doesNotContain("secret", "IllegalState");
            assertThat(GrpcFaults.traceIdOf(failure))
                    .hasValueSatisfying(id -> assertThat(id).hasSize(32));
        }
    }

    @Test
    void standardHealthIsServed() {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .hasToString("SERVING");
    }

    private void assertRefusedByTls(TlsMaterial material) throws Exception {
        ManagedChannel refused = clients.grpc(material);
        try {
            Fault fault = fault(() -> ProbeGrpc.newBlockingStub(refused).onEventLoop(EMPTY));
            assertThat(fault.kind()).isEqualTo(FaultKind.UNAVAILABLE);
        } finally {
            refused.shutdownNow();
        }
    }

    private List<Object> stream(ProbeRequest... requests) throws InterruptedException {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        StreamObserver<ProbeRequest> out = ProbeGrpc.newStub(channel).stream(new StreamObserver<>() {
            @Override
            public void onNext(ProbeResponse response) {
                events.add(response);
            }

            @Override
            public void onError(Throwable thrown) {
                events.add(thrown);
            }

            @Override
            public void onCompleted() {}
        });
        List<Object> seen = new ArrayList<>();
        for (ProbeRequest request : requests) {
            out.onNext(request);
            Object event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("answer in time").isNotNull();
            seen.add(event);
        }
        return seen;
    }

    private static ProbeRequest tenant(String tenant) {
        return ProbeRequest.newBuilder().setTenant(tenant).build();
    }

    private static Fault fault(Runnable call) {
        return GrpcFaults.fromGrpc(catchThrowableOfType(StatusRuntimeException.class, call::run));
    }
}
