package dev.mcp2026.registry.replication.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.registry.v1.DeltaBatch;
import dev.mcp2026.proto.registry.v1.Ping;
import dev.mcp2026.proto.registry.v1.SubscribeRequest;
import dev.mcp2026.proto.registry.v1.SubscribeResponse;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.replication.Cursor;
import dev.mcp2026.registry.replication.Hello;
import dev.mcp2026.registry.watch.FakeStream;
import dev.mcp2026.registry.watch.StreamQuota;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ServerSubscriptionTest {
    private static final SubscribeRequest PING = SubscribeRequest.newBuilder()
            .setPing(Ping.newBuilder().setOriginNs(1))
            .build();
    private static final SubscribeRequest HELLO = SubscribeRequest.newBuilder()
            .setHello(Frames.encode(new Hello(new CellId("c2"), "test", Cursor.START, Set.of())))
            .build();

    private final FakeStream<SubscribeResponse> responses = new FakeStream<>();
    private final StreamQuota quota = new StreamQuota(
            new Limit("mcp.registry.limits.subscriptions", 1, "open subscriptions"),
            new Limit("mcp.registry.limits.subscriptions-per-caller", 1, "open subscriptions"));
    private final Catalogue catalogue = new Catalogue(
            new CellId("c1"),
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());

    private ServerSubscription open(FakeStream<SubscribeResponse> stream, Consumer<Hello> admission) {
        return new ServerSubscription(
                catalogue,
                stream,
                InstantSource.system(),
                "test",
                () -> quota.admit(null, "c2"),
                admission,
                Map::of,
                Runnable::run);
    }

    private List<DeltaBatch> batches() {
        return responses.sent.stream()
                .filter(SubscribeResponse::hasDelta)
                .map(SubscribeResponse::getDelta)
                .toList();
    }

    @Test
    void nobodyIsAnsweredBeforeItWasLetIn() {
        ServerSubscription subscription = open(responses, hello -> {});
        subscription.onNext(PING);
        assertThat(responses.sent).isEmpty();
        subscription.onNext(HELLO);
        subscription.onNext(PING);
        assertThat(responses.sent).anyMatch(SubscribeResponse::hasPong);
        subscription.onCompleted();
    }

    @Test
    void oneThatDoesNotReadGetsNoPongs() {
        ServerSubscription subscription = open(responses, hello -> {});
        subscription.onNext(HELLO);
        responses.ready = false;
        subscription.onNext(PING);
        assertThat(responses.sent).noneMatch(SubscribeResponse::hasPong);
        subscription.onCompleted();
    }

    @Test
    void whatIsRefusedIsRefusedOnce() {
        ServerSubscription subscription = open(responses, hello -> {
            throw Faults.of(FaultKind.PERMISSION_DENIED, "not you", "");
        });
        subscription.onNext(HELLO);
        subscription.onNext(HELLO);
        subscription.onNext(PING);
        subscription.onCompleted();
        assertThat(responses.failure).isInstanceOf(FaultException.class);
        assertThat(responses.sent).isEmpty();
    }

    @Test
    void subscriptionsBeyondTheLimitAreRefusedByName() {
        open(responses, hello -> {});
        FakeStream<SubscribeResponse> second = new FakeStream<>();
        ServerSubscription refused = open(second, hello -> {});
        refused.onNext(HELLO);
        assertThat(second.failure)
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.registry.limits.subscriptions");
        assertThat(second.sent).isEmpty();

        responses.cancel();
        FakeStream<SubscribeResponse> third = new FakeStream<>();
        open(third, hello -> {});
        assertThat(third.failure).isNull();
    }

    /// A client ignores what is over 4 MiB and asks for it again, for ever.
    @Test
    void largeRecordsAreSentInSeveralFramesOfWhichOnlyTheLastSaysThatItIsTheLast() {
        for (int i = 0; i < 200; i++) {
            catalogue.register(Samples.large("web", "web-" + i), null);
        }
        ServerSubscription subscription = open(responses, hello -> {});
        subscription.onNext(HELLO);
        Await.until(
                "all sent",
                Duration.ofSeconds(10),
                () -> !batches().isEmpty() && !batches().getLast().getMore());
        List<DeltaBatch> batches = batches();
        assertThat(batches)
                .allSatisfy(batch -> assertThat(batch.getSerializedSize()).isLessThan(1 << 20));
        assertThat(batches.subList(0, batches.size() - 1)).allMatch(DeltaBatch::getMore);
        assertThat(batches.getLast().getRevision()).isEqualTo(catalogue.revision());
        assertThat(batches.stream().mapToInt(DeltaBatch::getRecordsCount).sum()).isEqualTo(200);
        subscription.onCompleted();
    }
}
