package dev.mcp2026.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.http3.DatagramSockets;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.servicekit.probe.ProbeGrpc;
import dev.mcp2026.servicekit.probe.ProbeRequest;
import dev.mcp2026.servicekit.probe.ProbeResponse;
import dev.mcp2026.servicekit.probe.ReactiveProbeGrpc;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustPlan;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The services of [GrpcEdgeTest], over HTTP/3: nothing in them knows of it.
@QuarkusTest
@QuarkusTestResource(TrustFixture.class)
class MeshServingTest {
    private static final ProbeRequest EMPTY = ProbeRequest.getDefaultInstance();
    private static final String DEVELOPER =
            TrustPlan.DEVELOPER.in(TrustFixture.DOMAIN).toString();

    @ConfigProperty(name = "test.trust.root")
    Path root;

    @ConfigProperty(name = "mcp.mesh.port")
    int port;

    private final EventLoopGroup loops = DatagramSockets.newGroup(1, "test");
    private final List<ManagedChannel> channels = new ArrayList<>();

    private ManagedChannel channel(TlsMaterial material) throws Exception {
        ManagedChannel channel = Clients.mesh(material, port, loops);
        channels.add(channel);
        return channel;
    }

    private ManagedChannel channel(Role role) throws Exception {
        return channel(new Clients(root, 0, 0).of(role));
    }

    @AfterEach
    void disconnect() {
        channels.forEach(ManagedChannel::shutdownNow);
        loops.shutdownGracefully();
    }

    @Test
    void thePrincipalIsKnownOnEveryKindOfThread() throws Exception {
        ManagedChannel channel = channel(TrustPlan.DEVELOPER);
        ProbeResponse onLoop = ProbeGrpc.newBlockingStub(channel).onEventLoop(EMPTY);
        assertThat(onLoop.getPrincipal()).isEqualTo(DEVELOPER);
        assertThat(onLoop.getTraceId()).isNotEmpty();
        ProbeResponse virtual = ProbeGrpc.newBlockingStub(channel).onVirtualThread(EMPTY);
        assertThat(virtual.getPrincipal()).isEqualTo(DEVELOPER);
        assertThat(virtual.getThread()).isEqualTo("virtual");
        assertThat(ReactiveProbeGrpc.newBlockingStub(channel).ask(EMPTY).getPrincipal())
                .isEqualTo(DEVELOPER);
        assertThat(ReactiveProbeGrpc.newBlockingStub(channel).watch(EMPTY))
                .toIterable()
                .hasSize(3);
    }

    /// Whether the call was early depends on which is sooner, the call or the handshake; that its caller is known does
    /// not.
    @Test
    void aKnownCallersIdempotentCallsAreAnsweredBeforeTheHandshake() throws Exception {
        ClientTls tls = Clients.meshTls(new Clients(root, 0, 0).of(TrustPlan.DEVELOPER));
        Await.until("an early call", Duration.ofSeconds(20), () -> {
            ManagedChannel channel = Clients.mesh(tls, port, loops);
            channels.add(channel);
            AtomicReference<Metadata> headers = new AtomicReference<>();
            ProbeResponse answer = ProbeGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
                    .onEventLoop(EMPTY);
            assertThat(answer.getPrincipal()).isEqualTo(DEVELOPER);
            assertThat(headers.get().keys()).doesNotContain("mcp-early-identity");
            return "true".equals(headers.get().get(EarlyTeller.EARLY));
        });
    }

    @Test
    void faultsHaveTheSameForm() throws Exception {
        ManagedChannel channel = channel(TrustPlan.DEVELOPER);
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ProbeGrpc.newBlockingStub(channel)
                        .failing(ProbeRequest.newBuilder().setFail("NOT_FOUND").build()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(GrpcFaults.fromGrpc(failure).kind()).isEqualTo(FaultKind.NOT_FOUND);
    }

    @Test
    void aTokenSpeaksForTheCall() throws Exception {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + new Clients(root, 0, 0).token());
        assertThat(ProbeGrpc.newBlockingStub(channel(TrustFixture.CELL))
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                        .onEventLoop(EMPTY)
                        .getPrincipal())
                .isEqualTo(DEVELOPER);
    }

    @Test
    void strangersGetNothingButTheHandshake() throws Exception {
        Clients clients = new Clients(root, 0, 0);
        for (TlsMaterial stranger : List.of(clients.impostor(TrustPlan.DEVELOPER), clients.of(TrustFixture.EXPIRED))) {
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ProbeGrpc.newBlockingStub(channel(stranger)).onEventLoop(EMPTY));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void connectionsAreLoggedWhileTheirDirectoryIsThere() throws Exception {
        Path directory = Files.createDirectory(
                root.resolve("qlog"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ProbeGrpc.newBlockingStub(channel(TrustPlan.DEVELOPER)).onEventLoop(EMPTY);
        Path off = Files.move(directory, root.resolve("qlog-off"));
        try (Stream<Path> logs = Files.list(off)) {
            assertThat(logs.map(file -> file.getFileName().toString())).anyMatch(name -> name.contains("-server-"));
        }
    }

    @Test
    void whatTheMeshKnowsIsNoTenantsBusiness() throws Exception {
        assertThat(MeshGrpc.newBlockingStub(channel(TrustPlan.DEVELOPER))
                        .listPaths(ListPathsRequest.getDefaultInstance())
                        .getCell())
                .isEqualTo("cell1");
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> MeshGrpc.newBlockingStub(channel(TrustFixture.TENANT_OPERATOR))
                        .listPaths(ListPathsRequest.getDefaultInstance()));
        Fault fault = GrpcFaults.fromGrpc(failure);
        assertThat(fault.kind()).isEqualTo(FaultKind.PERMISSION_DENIED);
    }
}
