package dev.mcp2026.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcp2026.http3.DatagramSockets;
import dev.mcp2026.servicekit.probe.ProbeGrpc;
import dev.mcp2026.servicekit.probe.ProbeRequest;
import dev.mcp2026.servicekit.probe.ProbeResponse;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `mcp.mesh.connection.*` as its server holds them.
@QuarkusTest
@QuarkusTestResource(TrustFixture.class)
@TestProfile(MeshLimitsTest.Narrow.class)
class MeshLimitsTest {
    private static final ProbeRequest EMPTY = ProbeRequest.getDefaultInstance();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ConfigProperty(name = "test.trust.root")
    Path root;

    @ConfigProperty(name = "mcp.mesh.port")
    int port;

    private final EventLoopGroup loops = DatagramSockets.newGroup(1, "test");
    private final List<ManagedChannel> channels = new ArrayList<>();

    public static class Narrow implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mcp.mesh.connection.max-connections-per-peer", "2",
                    "mcp.mesh.connection.max-streams", "2",
                    "mcp.mesh.connection.idle", "2s");
        }
    }

    private ManagedChannel channel(Role role) throws Exception {
        ManagedChannel channel = Clients.mesh(new Clients(root, 0, 0).of(role), port, loops);
        channels.add(channel);
        return channel;
    }

    @AfterEach
    void disconnect() {
        channels.forEach(ManagedChannel::shutdownNow);
        loops.shutdownGracefully();
    }

    private static ProbeResponse ask(ManagedChannel channel) {
        return ProbeGrpc.newBlockingStub(channel).onEventLoop(EMPTY);
    }

    private static Status failure(ManagedChannel channel) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> ask(channel))
                .getStatus();
    }

    @Test
    void aPeerHasNoMoreConnectionsThanItsOwn() throws Exception {
        ask(channel(TrustPlan.DEVELOPER));
        ask(channel(TrustPlan.DEVELOPER));
        Status refused = failure(channel(TrustPlan.DEVELOPER));
        assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getDescription()).contains("mcp.mesh.connection.max-connections-per-peer");
        ask(channel(TrustFixture.TENANT_OPERATOR));
    }

    @Test
    void aConnectionHasNoMoreCallsThanItsOwn() throws Exception {
        ManagedChannel channel = channel(TrustFixture.CELL);
        ask(channel);
        for (int i = 0; i < 2; i++) {
            StreamObserver<ProbeRequest> open = ProbeGrpc.newStub(channel).stream(new Ignoring());
            open.onNext(EMPTY);
        }
        Status refused = failure(channel);
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.getDescription()).contains("H3_REQUEST_REJECTED");
    }

    @Test
    void aSilentConnectionEndsInItsTime() throws Exception {
        ManagedChannel channel = channel(TrustFixture.TENANT_OPERATOR);
        ask(channel);
        Await.until("the end", PATIENCE, () -> channel.getState(false) == ConnectivityState.IDLE);
    }

    private static final class Ignoring implements StreamObserver<ProbeResponse> {
        @Override
        public void onNext(ProbeResponse answer) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
