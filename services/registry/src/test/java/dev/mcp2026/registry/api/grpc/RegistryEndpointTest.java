package dev.mcp2026.registry.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.ListCellsResponse;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.RegisterResponse;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.ResolveResponse;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.health.Observation;
import dev.mcp2026.registry.operations.Access;
import dev.mcp2026.registry.operations.CellDirectory;
import dev.mcp2026.registry.operations.InstanceLocks;
import dev.mcp2026.registry.operations.RegistryOperations;
import dev.mcp2026.registry.operations.Tracking;
import dev.mcp2026.registry.replication.AntiEntropy;
import dev.mcp2026.registry.replication.DeltaSink;
import dev.mcp2026.registry.replication.ReplicationSettings;
import dev.mcp2026.registry.replication.Replicator;
import dev.mcp2026.registry.watch.FakeStream;
import dev.mcp2026.registry.watch.RevisionPump;
import dev.mcp2026.registry.watch.StreamQuota;
import dev.mcp2026.registry.watch.StreamQuotas;
import dev.mcp2026.registry.wire.RegistrationCodec;
import dev.mcp2026.servicekit.idempotency.IdempotencyKeys;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Which thread answers, and who sees what.
@NullUnmarked
class RegistryEndpointTest {
    private final Caller caller = new Caller();
    private final Catalogue catalogue = new Catalogue(
            new CellId("c1"),
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());
    private final RegistryEndpoint endpoint = new RegistryEndpoint(
            new RegistryOperations(
                    caller,
                    catalogue,
                    new NoTracking(),
                    null,
                    new IdempotencyKeys(10, Duration.ofMinutes(1)),
                    new InstanceLocks(),
                    null),
            catalogue,
            cells(),
            caller,
            new StreamQuotas(quota(), quota(), quota()),
            () -> RevisionPump.VIRTUAL);

    /// Asked on whichever thread the operation runs.
    private static final class Caller implements Access {
        volatile TenantId tenant = new TenantId("shop");
        volatile Thread asked;

        @Override
        public void require(Right right, TenantId of) {
            asked = Thread.currentThread();
        }

        @Override
        public TenantId tenant() {
            return tenant;
        }

        @Override
        public CellId cell() {
            return null;
        }

        @Override
        public String principal() {
            return "someone";
        }
    }

    private static final class NoTracking implements Tracking {
        @Override
        public void registered(Entry entry, Registration registration) {}

        @Override
        public void gone(InstanceKey key) {}

        @Override
        public Optional<Duration> renewed(InstanceKey key, long sequence) {
            return Optional.empty();
        }

        @Override
        public void reported(InstanceKey key, Observation observation) {}
    }

    private static StreamQuota quota() {
        return new StreamQuota(new Limit("all", 9, "streams"), new Limit("per-caller", 9, "streams"));
    }

    private CellDirectory cells() {
        ReplicationSettings settings = ReplicationSettings.defaults();
        var antiEntropy = new AntiEntropy(catalogue, new DeltaSink(catalogue, entry -> {}), 1);
        var replicator =
                new Replicator(catalogue, List.of(), antiEntropy, settings, InstantSource.system(), System::nanoTime);
        return new CellDirectory(caller, catalogue, replicator, "127.0.0.1:9081", "test", () -> "READ_WRITE");
    }

    private boolean register(String idempotencyKey) {
        FakeStream<RegisterResponse> answer = new FakeStream<>();
        endpoint.register(
                RegisterRequest.newBuilder()
                        .setRegistration(RegistrationCodec.encode(Samples.leased("web", "web-1", 80)))
                        .setIdempotencyKey(idempotencyKey)
                        .build(),
                answer);
        return onThread(answer);
    }

    private boolean onThread(FakeStream<?> answer) {
        Await.until("answered", Duration.ofSeconds(10), () -> answer.completed || answer.failure != null);
        return caller.asked.isVirtual();
    }

    @Test
    void whatMayBlockOrScanLeavesTheEventLoop() {
        assertThat(register("")).as("a leased instance, at once").isFalse();
        assertThat(register("a-key")).as("may wait for the same key").isTrue();
        FakeStream<ResolveResponse> resolved = new FakeStream<>();
        endpoint.resolve(ResolveRequest.getDefaultInstance(), resolved);
        assertThat(onThread(resolved)).isTrue();
        FakeStream<ExplainResponse> explained = new FakeStream<>();
        endpoint.explain(ExplainRequest.newBuilder().setService("web").build(), explained);
        assertThat(onThread(explained)).isTrue();
    }

    private Cell cell() {
        FakeStream<ListCellsResponse> answer = new FakeStream<>();
        endpoint.listCells(ListCellsRequest.getDefaultInstance(), answer);
        return answer.sent.getFirst().getCells(0);
    }

    @Test
    void onlyThePlatformSeesHowManyInstancesAllTenantsHave() {
        catalogue.register(Samples.leased("web", "web-1", 80), null);
        assertThat(cell().hasInstances()).isFalse();
        assertThat(cell().hasInstancesDown()).isFalse();
        caller.tenant = null;
        assertThat(cell().getInstances()).isEqualTo(1);
    }
}
