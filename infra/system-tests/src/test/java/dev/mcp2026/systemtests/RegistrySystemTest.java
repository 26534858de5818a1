package dev.mcp2026.systemtests;

import static dev.mcp2026.systemtests.TwoCells.SHOP_OPERATOR;
import static dev.mcp2026.systemtests.TwoCells.SHOP_WORKLOAD;
import static dev.mcp2026.systemtests.TwoCells.awaitState;
import static dev.mcp2026.systemtests.TwoCells.find;
import static dev.mcp2026.systemtests.TwoCells.registry;
import static dev.mcp2026.systemtests.TwoCells.tcpInstance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.proto.registry.v1.Cause;
import dev.mcp2026.proto.registry.v1.DeregisterRequest;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceRef;
import dev.mcp2026.proto.registry.v1.Outcome;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.RegisterResponse;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.Selector;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.RedisServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two registry processes, a real server that is killed, a cell that is killed, a path that is cut.
class RegistrySystemTest {
    private static TwoCells cells;

    @BeforeAll
    static void start() throws Exception {
        cells = new TwoCells();
    }

    @AfterAll
    static void stop() {
        if (cells != null) {
            cells.close();
        }
    }

    private static RegisterResponse register(Registration.Builder registration) throws Exception {
        return registry(cells.one, SHOP_OPERATOR)
                .register(RegisterRequest.newBuilder()
                        .setRegistration(registration)
                        .build());
    }

    @Test
    void aKilledServerIsDownInTheOtherCellWithItsEvidenceAndHealsWhenItReturns() throws Exception {
        assumeTrue(RedisServer.available(), "redis-server is not installed");
        RegistryGrpc.RegistryBlockingStub far = registry(cells.two, SHOP_OPERATOR);
        try (RedisServer redis = RedisServer.start()) {
            register(tcpInstance("redis", "redis-1", redis.address().getPort()));
            awaitState(far, "redis", HealthState.HEALTH_STATE_UP);

            redis.process().kill();
            Instance down = awaitState(far, "redis", HealthState.HEALTH_STATE_DOWN);
            assertThat(down.getVerdict().getCause()).isEqualTo(Cause.CAUSE_TARGET);
            var story = far.explain(ExplainRequest.newBuilder()
                    .setTenant("shop")
                    .setService("redis")
                    .build());
            assertThat(story.getInstances(0).getInstance().getVerdict().getEvidenceList())
                    .anySatisfy(evidence -> assertThat(evidence.getOutcome()).isEqualTo(Outcome.OUTCOME_REFUSED));

            redis.process().restart();
            awaitState(far, "redis", HealthState.HEALTH_STATE_UP);
        }
    }

    @Test
    void aLeaseThatIsNotRenewedEndsInBothCells() throws Exception {
        RegistryGrpc.RegistryBlockingStub near = registry(cells.one, SHOP_WORKLOAD);
        RegistryGrpc.RegistryBlockingStub far = registry(cells.two, SHOP_WORKLOAD);
        near.register(RegisterRequest.newBuilder()
                .setRegistration(tcpInstance("batch", "batch-1", FreePort.find())
                        .clearChecks()
                        .setLease(com.google.protobuf.Duration.newBuilder().setSeconds(1)))
                .build());
        Await.until(
                "seen in the other cell",
                Duration.ofSeconds(10),
                () -> find(far, "batch").isPresent());
        Await.until(
                "gone from the other cell",
                Duration.ofSeconds(30),
                () -> find(far, "batch").isEmpty());
    }

    @Test
    void aKilledCellComesBackWithItsDeclaredInstancesAndThoseItsPeerRemembers() throws Exception {
        register(tcpInstance("declared", "declared-1", FreePort.find()));
        register(tcpInstance("leased", "leased-1", FreePort.find())
                .setLease(com.google.protobuf.Duration.newBuilder().setSeconds(600)));
        RegistryGrpc.RegistryBlockingStub far = registry(cells.two, SHOP_OPERATOR);
        Await.until(
                "replicated", Duration.ofSeconds(10), () -> find(far, "leased").isPresent());

        cells.one.kill();
        TwoCells.await(far, "leased", "kept and marked stale", Instance::hasStaleSince);
        cells.one.restart();

        RegistryGrpc.RegistryBlockingStub near = registry(cells.one, SHOP_OPERATOR);
        Await.until(
                "declared", Duration.ofSeconds(20), () -> find(near, "declared").isPresent());
        Await.until(
                "recovered", Duration.ofSeconds(20), () -> find(near, "leased").isPresent());
        TwoCells.await(far, "leased", "fresh again", found -> !found.hasStaleSince());
    }

    @Test
    void cutApartCellsKeepTheOthersRecordsAsStaleAndAreEqualSoonAfter() throws Exception {
        register(tcpInstance("cut", "cut-1", FreePort.find()).clearChecks());
        RegistryGrpc.RegistryBlockingStub far = registry(cells.two, SHOP_OPERATOR);
        Await.until("replicated", Duration.ofSeconds(10), () -> find(far, "cut").isPresent());

        cells.toOne.cut();
        cells.toTwo.cut();
        TwoCells.await(far, "cut", "stale", Instance::hasStaleSince);
        registry(cells.one, SHOP_OPERATOR)
                .deregister(DeregisterRequest.newBuilder()
                        .setInstance(InstanceRef.newBuilder()
                                .setTenant("shop")
                                .setService("cut")
                                .setInstance("cut-1"))
                        .build());
        assertThat(find(far, "cut")).as("kept while the owner is silent").isPresent();
        cells.toOne.heal();
        cells.toTwo.heal();
        Await.until(
                "the removal crossed",
                Duration.ofSeconds(20),
                () -> find(far, "cut").isEmpty());
    }

    @Test
    void aWatchGoesOnWhereItStopped() throws Exception {
        RegistryGrpc.RegistryBlockingStub near = registry(cells.one, SHOP_OPERATOR);
        register(tcpInstance("watched", "w-1", FreePort.find()).clearChecks());
        Selector selector =
                Selector.newBuilder().setTenant("shop").setService("watched").build();
        Iterator<WatchResponse> first =
                near.watch(WatchRequest.newBuilder().setSelector(selector).build());
        WatchResponse snapshot = first.next();
        assertThat(snapshot.getSynced()).isTrue();
        assertThat(snapshot.getChangesCount()).isEqualTo(1);

        register(tcpInstance("watched", "w-2", FreePort.find()).clearChecks());
        Iterator<WatchResponse> resumed = near.watch(WatchRequest.newBuilder()
                .setSelector(selector)
                .setResumeToken(snapshot.getResumeToken())
                .build());
        WatchResponse missed = resumed.next();
        while (missed.getChangesCount() == 0) {
            missed = resumed.next();
        }
        assertThat(missed.getReset()).isFalse();
        assertThat(missed.getChanges(0).getPut().getRegistration().getInstance())
                .isEqualTo("w-2");
    }

    @Test
    void oneTenantNeitherSeesNorTouchesAnothers() throws Exception {
        register(tcpInstance("secret", "s-1", FreePort.find()).clearChecks());
        RegistryGrpc.RegistryBlockingStub bank = registry(cells.one, TwoCells.BANK_OPERATOR);
        assertThatThrownBy(() -> find(bank, "secret")).satisfies(denied());
        assertThatThrownBy(() -> bank.register(RegisterRequest.newBuilder()
                        .setRegistration(tcpInstance("secret", "s-2", 1))
                        .build()))
                .satisfies(denied());
    }

    private static org.assertj.core.api.ThrowingConsumer<Throwable> denied() {
        return failure -> assertThat(
                        ((StatusRuntimeException) failure).getStatus().getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
}
