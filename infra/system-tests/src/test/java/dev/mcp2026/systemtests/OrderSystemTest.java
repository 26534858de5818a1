package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.saga.v1.GetSagaRequest;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job: the example saga over its three real participants, two of HTTP and one of gRPC, while the coordinator
/// and they are killed at random moments.
class OrderSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long SEED = 20261126;
    private static final int SAGAS_A_ROUND = 12;
    private static final List<String> VICTIMS =
            List.of("coordinator", "inventory", "shipping", "payment", "coordinator", "inventory");
    private static final Set<SagaPhase> ENDS =
            EnumSet.of(SagaPhase.SAGA_PHASE_COMPLETED, SagaPhase.SAGA_PHASE_COMPENSATED);

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private ShopProcesses shop;
    private ServiceProcess coordinator;

    @BeforeEach
    void start() throws Exception {
        shop = new ShopProcesses(directory.resolve("shop"));
        TrustDirectory trust = new TrustDirectory(directory.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("saga-coordinator")));
        coordinator = new ServiceProcess("cell1", directory.resolve("coordinator"), trust);
        coordinator.start(
                "saga",
                BuiltApplication.command("saga-coordinator", List.of("-Xmx256m"), List.of("-Xmx192m")),
                "mcp.saga.lease=2s\nmcp.saga.participants.default=" + shop.addresses());
    }

    @AfterEach
    void stop() {
        if (coordinator != null) {
            coordinator.close();
        }
        shop.close();
    }

    private SagasGrpc.SagasBlockingStub sagas() throws Exception {
        return SagasGrpc.newBlockingStub(coordinator.channel(TrustPlan.DEVELOPER));
    }

    @Test
    void whoeverIsKilledEachOrderIsDoneOrUndoneAndEachEffectOnce() throws Exception {
        Map<String, Boolean> orders = new LinkedHashMap<>();
        for (int round = 0; round < VICTIMS.size(); round++) {
            var sagas = sagas();
            for (int i = 0; i < SAGAS_A_ROUND; i++) {
                boolean refused = i % 4 == 3;
                orders.put(started(sagas, round + "-" + i, refused), refused);
            }
            String victim = VICTIMS.get(round);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(40));
            if (victim.equals("coordinator")) {
                coordinator.kill();
                coordinator.restart();
            } else {
                shop.killAndRestart(victim);
            }
        }
        var sagas = sagas();
        Map<String, SagaPhase> ends = new LinkedHashMap<>();
        for (String order : orders.keySet()) {
            ends.put(order, ended(sagas, order));
        }
        Map<String, Map<String, Integer>> ledger = shop.ledger();
        orders.forEach((order, refused) -> {
            Map<String, Integer> effects = ledger.getOrDefault(order, Map.of());
            if (ends.get(order) == SagaPhase.SAGA_PHASE_COMPLETED) {
                assertThat(refused).isFalse();
                assertThat(effects).as(order).isEqualTo(Map.of("reserve", 1, "charge", 1, "Ship", 1, "confirm", 1));
            } else {
                assertThat(effects).as(order).doesNotContainKeys("Ship", "confirm");
                assertThat(effects.values()).as(order).allMatch(times -> times == 1);
                assertThat(effects.get("release")).as(order).isEqualTo(effects.get("reserve"));
                assertThat(effects.get("refund")).as(order).isEqualTo(effects.get("charge"));
            }
        });
        assertThat(ledger.keySet()).isSubsetOf(orders.keySet());
        assertThat(ends.values()).contains(SagaPhase.SAGA_PHASE_COMPLETED, SagaPhase.SAGA_PHASE_COMPENSATED);
    }

    private String started(SagasGrpc.SagasBlockingStub sagas, String key, boolean refused) throws Exception {
        StartSagaRequest.Builder request =
                StartSagaRequest.newBuilder().setDefinition(shop.definition()).setIdempotencyKey(key);
        if (refused) {
            request.setInput(Struct.newBuilder()
                    .putFields(
                            "account",
                            Value.newBuilder().setStringValue("charles").build()));
        }
        AtomicReference<String> id = new AtomicReference<>();
        Await.until("order " + key + " to start", PATIENCE, () -> {
            try {
                id.set(sagas.startSaga(request.build()).getSagaId());
                return true;
            } catch (StatusRuntimeException notYet) {
                return false;
            }
        });
        return id.get();
    }

    private static SagaPhase ended(SagasGrpc.SagasBlockingStub sagas, String order) {
        List<SagaPhase> seen = new ArrayList<>();
        Await.until("order " + order + " to end", PATIENCE, () -> {
            try {
                seen.add(sagas.getSaga(
                                GetSagaRequest.newBuilder().setSagaId(order).build())
                        .getSaga()
                        .getPhase());
                return ENDS.contains(seen.getLast());
            } catch (StatusRuntimeException notYet) {
                return false;
            }
        });
        return seen.getLast();
    }
}
