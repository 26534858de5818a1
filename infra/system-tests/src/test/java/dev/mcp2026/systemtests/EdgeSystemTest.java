package dev.mcp2026.systemtests;

import static dev.mcp2026.systemtests.TwoCells.SHOP_OPERATOR;
import static dev.mcp2026.systemtests.TwoCells.SHOP_WORKLOAD;
import static dev.mcp2026.systemtests.TwoCells.registry;
import static dev.mcp2026.systemtests.TwoCells.tcpInstance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.registry.v1.FetchBucketRequest;
import dev.mcp2026.proto.registry.v1.FetchBucketResponse;
import dev.mcp2026.proto.registry.v1.InstanceRef;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.RenewRequest;
import dev.mcp2026.proto.registry.v1.RenewResponse;
import dev.mcp2026.proto.registry.v1.ReplicationGrpc;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.Selector;
import dev.mcp2026.proto.registry.v1.SubscribeRequest;
import dev.mcp2026.proto.registry.v1.SubscribeResponse;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.Role;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What streams and large records do to a real cell.
class EdgeSystemTest {
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

    private static final class Answers<T> implements StreamObserver<T> {
        final List<T> seen = new CopyOnWriteArrayList<>();
        volatile Throwable failure;
        volatile boolean completed;

        @Override
        public void onNext(T message) {
            seen.add(message);
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        public void onCompleted() {
            completed = true;
        }
    }

    @Test
    void heartbeatsAreAnsweredOneByOneAndABadOneByItself() throws Exception {
        registry(cells.one, SHOP_WORKLOAD)
                .register(RegisterRequest.newBuilder()
                        .setRegistration(tcpInstance("beat", "beat-1", 1)
                                .clearChecks()
                                .setLease(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(60)))
                        .build());
        Answers<RenewResponse> answers = new Answers<>();
        StreamObserver<RenewRequest> beats =
                RegistryGrpc.newStub(cells.one.channel(SHOP_WORKLOAD)).renew(answers);
        for (int i = 1; i <= 2000; i++) {
            beats.onNext(RenewRequest.newBuilder()
                    .setInstance(InstanceRef.newBuilder()
                            .setTenant("shop")
                            .setService(i == 1000 ? "NOT A NAME" : "beat")
                            .setInstance("beat-1"))
                    .setSequence(i)
                    .build());
        }
        beats.onCompleted();
        Await.until("ended", Duration.ofSeconds(20), () -> answers.completed || answers.failure != null);
        assertThat(answers.failure).isNull();
        assertThat(answers.seen).hasSize(2000);
        assertThat(answers.seen.get(999).getError()).contains("instance.service");
        assertThat(answers.seen.stream().filter(RenewResponse::getKnown)).hasSize(1999);
    }

    @Test
    void onlyACellMayOpenASubscription() throws Exception {
        Answers<SubscribeResponse> answers = new Answers<>();
        StreamObserver<SubscribeRequest> requests =
                ReplicationGrpc.newStub(cells.one.channel(SHOP_OPERATOR)).subscribe(answers);
        Await.until("refused", Duration.ofSeconds(10), () -> answers.failure != null);
        assertThat(Status.fromThrowable(answers.failure).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void manyLargeRegistrationsReachTheOtherCellAndAClient() throws Exception {
        RegistryGrpc.RegistryBlockingStub near = registry(cells.one, SHOP_OPERATOR);
        for (int i = 0; i < 250; i++) {
            Registration.Builder large = tcpInstance("large", "large-" + i, 1)
                    .clearChecks()
                    .setLease(com.google.protobuf.Duration.newBuilder().setSeconds(600));
            for (int label = 0; label < 64; label++) {
                large.putLabels("label-" + label, "ж".repeat(253));
            }
            near.register(RegisterRequest.newBuilder().setRegistration(large).build());
        }
        assertThat(pages(near)).isEqualTo(250);
        cells.two.kill();
        cells.two.restart();
        Await.until("all replicated", Duration.ofSeconds(30), () -> pages(registry(cells.two, SHOP_OPERATOR)) == 250);
        List<Integer> all = new ArrayList<>();
        for (int bucket = 0; bucket < 1024; bucket++) {
            all.add(bucket);
        }
        int fetched = 0;
        var stub = ReplicationGrpc.newBlockingStub(
                cells.one.channel(new Role.CellService(new CellId("cell2"), "registry")));
        for (var pages = stub.fetchBucket(FetchBucketRequest.newBuilder()
                        .setCell("cell2")
                        .setOrigin("cell1")
                        .setBucketCount(1024)
                        .addAllBuckets(all)
                        .build());
                pages.hasNext(); ) {
            FetchBucketResponse page = pages.next();
            fetched += page.getRecordsCount();
        }
        assertThat(fetched).isGreaterThanOrEqualTo(250);
    }

    private static int pages(RegistryGrpc.RegistryBlockingStub stub) {
        int found = 0;
        String token = "";
        do {
            var page = stub.resolve(ResolveRequest.newBuilder()
                    .setSelector(Selector.newBuilder().setTenant("shop").setService("large"))
                    .setPageSize(1000)
                    .setPageToken(token)
                    .build());
            found += page.getInstancesCount();
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return found;
    }

    @Test
    void countsAcrossTenantsAreNotForATenant() throws Exception {
        assertThat(registry(cells.one, SHOP_OPERATOR)
                        .listCells(ListCellsRequest.getDefaultInstance())
                        .getCellsList())
                .hasSize(2)
                .noneMatch(cell -> cell.hasInstances() || cell.hasInstancesUp());
        assertThatThrownBy(() -> registry(cells.one, SHOP_OPERATOR)
                        .resolve(ResolveRequest.newBuilder().setPageSize(-1).build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
}
