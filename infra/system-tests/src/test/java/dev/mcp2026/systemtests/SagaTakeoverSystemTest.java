package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.saga.v1.CancelSagaRequest;
import dev.mcp2026.proto.saga.v1.GetSagaRequest;
import dev.mcp2026.proto.saga.v1.GetSagaResponse;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.proto.saga.v1.WatchSagaRequest;
import dev.mcp2026.proto.saga.v1.WatchSagaResponse;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.etcd.EtcdCluster;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two coordinators of one cell on one etcd: each drives a share, and takes over the other's when that is killed.
class SagaTakeoverSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int SAGAS = 40;
    private static final Map<String, Integer> DONE = Map.of("reserve", 1, "charge", 1, "Ship", 1, "confirm", 1);

    @TempDir
    Path directory;

    private final List<ServiceProcess> coordinators = new ArrayList<>();
    private EtcdCluster etcd;
    private ShopProcesses shop;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(EtcdCluster.missing().isEmpty(), () -> EtcdCluster.missing().orElse(""));
        etcd = EtcdCluster.start(1);
        shop = new ShopProcesses(directory.resolve("shop"));
        TrustDirectory trust = new TrustDirectory(directory.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("saga-coordinator")));
        for (String name : List.of("one", "two")) {
            ServiceProcess coordinator = new ServiceProcess("cell1", directory.resolve(name), trust);
            coordinators.add(coordinator);
            coordinator.start(
                    name,
                    BuiltApplication.command("saga-coordinator", List.of("-Xmx256m"), List.of("-Xmx192m")),
                    """
                    mcp.store.kind=etcd
                    mcp.store.etcd.endpoints=%s
                    mcp.saga.lease=3s
                    mcp.saga.probe=0
                    mcp.saga.participants.default=%s
                    """.formatted(
                            etcd.clientUrls().stream().map(URI::toString).collect(Collectors.joining(",")),
                            shop.addresses()));
        }
    }

    @AfterEach
    void stop() {
        coordinators.forEach(ServiceProcess::close);
        if (shop != null) {
            shop.close();
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    private SagasGrpc.SagasBlockingStub sagas(int coordinator) throws Exception {
        return SagasGrpc.newBlockingStub(coordinators.get(coordinator).channel(TrustPlan.DEVELOPER));
    }

    @Test
    void whatAKilledCoordinatorDroveTheOtherCarriesToItsEnd() throws Exception {
        SequencedSet<String> orders = new LinkedHashSet<>();
        List<SagasGrpc.SagasBlockingStub> both = List.of(sagas(0), sagas(1));
        // Without payment none of them ends, however fast the coordinators are.
        shop.kill("payment");
        for (int i = 0; i < SAGAS; i++) {
            orders.add(started(both.get(i % 2), "order-" + i));
        }
        SagasGrpc.SagasBlockingStub left = both.get(1);
        Map<String, Long> before = new HashMap<>();
        for (String order : orders) {
            before.put(order, get(left, order).getEpoch());
        }
        // Commands are taken at either, too.
        String cancelled = started(both.getFirst(), "cancelled");
        var _ = left.cancelSaga(CancelSagaRequest.newBuilder()
                .setSagaId(cancelled)
                .setReason("wrong order")
                .build());
        assertThat(get(left, cancelled).getSaga().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPENSATING);
        // Driven by the one that will be killed, watched at the other.
        Iterator<WatchSagaResponse> watched = left.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .watchSaga(WatchSagaRequest.newBuilder()
                        .setSagaId(orders.getFirst())
                        .build());
        assertThat(watched.next().getEvent().getNumber()).isEqualTo(1);
        coordinators.get(0).kill();
        shop.restart("payment");
        int takenOver = 0;
        for (String order : orders) {
            AtomicReference<GetSagaResponse> seen = new AtomicReference<>();
            Await.until("order " + order + " to end", PATIENCE, () -> {
                seen.set(get(left, order));
                return seen.get().getSaga().getPhase() == SagaPhase.SAGA_PHASE_COMPLETED;
            });
            takenOver += seen.get().getEpoch() > before.get(order) ? 1 : 0;
        }
        // Not exactly half: the two may have been sharing out the shards still while sagas were started.
        assertThat(takenOver).as("taken over of %d", SAGAS).isPositive();
        List<WatchSagaResponse> told = new ArrayList<>();
        watched.forEachRemaining(told::add);
        assertThat(told)
                .extracting(each -> each.getEvent().getNumber())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, told.size() + 1L).boxed().toList());
        assertThat(told.getLast().getPhase()).isEqualTo(SagaPhase.SAGA_PHASE_COMPLETED);
        Await.until(
                "the cancelled one to be undone",
                PATIENCE,
                () -> get(left, cancelled).getSaga().getPhase() == SagaPhase.SAGA_PHASE_COMPENSATED);
        Map<String, Map<String, Integer>> ledger = shop.ledger();
        assertThat(ledger.getOrDefault(cancelled, Map.of())).doesNotContainKeys("Ship", "confirm");
        ledger.remove(cancelled);
        assertThat(ledger.keySet()).containsExactlyInAnyOrderElementsOf(orders);
        assertThat(ledger.values()).allMatch(DONE::equals);
    }

    private static GetSagaResponse get(SagasGrpc.SagasBlockingStub sagas, String order) {
        return sagas.getSaga(GetSagaRequest.newBuilder().setSagaId(order).build());
    }

    private String started(SagasGrpc.SagasBlockingStub sagas, String key) throws Exception {
        StartSagaRequest request = StartSagaRequest.newBuilder()
                .setDefinition(shop.definition().replace("attempts: 10,", "attempts: 100,"))
                .setIdempotencyKey(key)
                .build();
        AtomicReference<String> id = new AtomicReference<>();
        Await.until(key + " to start", PATIENCE, () -> {
            try {
                id.set(sagas.startSaga(request).getSagaId());
                return true;
            } catch (StatusRuntimeException ownsNothingYet) {
                return false;
            }
        });
        return id.get();
    }
}
