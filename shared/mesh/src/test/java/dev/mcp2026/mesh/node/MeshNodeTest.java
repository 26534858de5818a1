package dev.mcp2026.mesh.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.RouteChange;
import dev.mcp2026.mesh.route.RouteDecision;
import dev.mcp2026.mesh.route.RouteRules;
import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import dev.mcp2026.proto.mesh.v1.ListPathsResponse;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.wan.WanRelay;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three members; the first reaches the second over a relay that a test can cut, the third reaches both.
class MeshNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final CellId TWO = new CellId("cell2");
    private static final Way VIA_THREE = Way.relayed(new CellId("cell3"));

    private final Queue<RouteChange> changes = new ConcurrentLinkedQueue<>();
    private WanRelay path;
    private Member one;
    private Member two;
    private Member three;
    private ManagedChannel channel;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        TrustDirectory trust = new TrustDirectory(folder);
        List<CellId> cells = List.of(new CellId("cell1"), TWO, new CellId("cell3"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(TrustPlan.DEFAULT_TRUST_DOMAIN, cells, List.of("registry")));
        int[] ports = {FreePort.find(), FreePort.find(), FreePort.find()};
        path = WanRelay.to(new InetSocketAddress("127.0.0.1", ports[1])).start();
        MeshPeer third = peer("cell3", ports[2]);
        MeshPeer second = peer("cell2", ports[1]);
        two = new Member("cell2", ports[1], trust, List.of(peer("cell1", ports[0]), third), rules(), this::ignore);
        three = new Member("cell3", ports[2], trust, List.of(peer("cell1", ports[0]), second), rules(), this::ignore);
        one = new Member(
                "cell1",
                ports[0],
                trust,
                List.of(peer("cell2", path.address().getPort()), third),
                rules(),
                (peer, change) -> {
                    if (peer.equals(TWO)) {
                        changes.add(change);
                    }
                });
        channel = one.node.open("mesh:///cell2/registry", MeshGrpc.getServiceDescriptor());
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        one.close();
        two.close();
        three.close();
        path.close();
    }

    private void ignore(CellId peer, RouteChange change) {
        // Only the first member's routes are looked at.
    }

    private static MeshPeer peer(String cell, int port) {
        return new MeshPeer(new CellId(cell), "registry", "127.0.0.1", port);
    }

    /// As by default, but for the times to settle.
    private static MeshRules rules() {
        RouteRules routes = RouteRules.DEFAULT;
        MeshRules rules = MeshRules.DEFAULT;
        return new MeshRules(
                rules.paths(),
                new RouteRules(
                        routes.roles(),
                        routes.costs(),
                        routes.lossyFrom(),
                        routes.lossyUntil(),
                        routes.betterShare(),
                        routes.betterBy(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        routes.reportMaxAge(),
                        routes.history()),
                rules.retries(),
                rules.reportInterval(),
                rules.reopenAfter(),
                Duration.ofSeconds(1),
                new Limit("mcp.mesh.tunnels", 8, "tunnels"),
                new Limit("mcp.mesh.tunnels-per-peer", 8, "tunnels"));
    }

    private void awaitDirect() {
        Await.value("straight", PATIENCE, this::way, way -> !way.isEmpty() && !way.contains("via"));
        Await.value(
                "the third reports its path to the second",
                PATIENCE,
                () -> one.node.route(TWO).map(RouteDecision::candidates).orElse(List.of()),
                all -> all.stream()
                        .anyMatch(each ->
                                each.way().equals(VIA_THREE) && each.costMs().isPresent()));
    }

    private String way() {
        return one.node
                .route(TWO)
                .flatMap(RouteDecision::chosen)
                .map(Way::toString)
                .orElse("");
    }

    private String ask() {
        return MeshGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .listPaths(ListPathsRequest.getDefaultInstance())
                .getCell();
    }

    @Test
    void callsGoOnThroughTheThirdWhileThePathIsCutAndBackOnceItIsHealed() throws Exception {
        awaitDirect();
        assertThat(ask()).isEqualTo("cell2");
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong answered = new AtomicLong();
        Queue<StatusRuntimeException> failed = new ConcurrentLinkedQueue<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                try {
                    ask();
                    answered.incrementAndGet();
                } catch (StatusRuntimeException e) {
                    failed.add(e);
                }
            }
        });
        path.cut();
        Await.value("round", PATIENCE, this::way, VIA_THREE.toString()::equals);
        long atCut = answered.get();
        Await.until("calls flow", PATIENCE, () -> answered.get() > atCut + 10);
        assertThat(three.tunnels.open()).isPositive();

        path.heal();
        awaitDirect();
        long atHeal = answered.get();
        Await.until("calls flow", PATIENCE, () -> answered.get() > atHeal + 10);
        over.set(true);
        caller.join();
        assertThat(failed).isEmpty();
        assertThat(changes).extracting(change -> change.cause()).contains(RouteChange.Cause.DEAD);
        Await.until("unused tunnels are closed", PATIENCE, () -> three.tunnels.open() == 0);
    }

    /// Also those on a connection that was left for a better way before.
    @Test
    void noneOfManyCallsIsLostWithThePathThatTheyAreOn() {
        awaitDirect();
        assertThat(ask()).isEqualTo("cell2");
        path.cut();
        List<ListenableFuture<ListPathsResponse>> calls = IntStream.range(0, 400)
                .mapToObj(call -> MeshGrpc.newFutureStub(channel)
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .listPaths(ListPathsRequest.getDefaultInstance()))
                .toList();
        Await.until("all have ended", PATIENCE, () -> calls.stream().allMatch(Future::isDone));
        assertThat(calls.stream()
                        .filter(call -> call.state() == Future.State.FAILED)
                        .collect(Collectors.groupingBy(
                                call -> Status.fromThrowable(call.exceptionNow())
                                        .getCode(),
                                Collectors.counting())))
                .describedAs("%s", changes)
                .isEmpty();
        path.heal();
    }

    @Test
    void aPeerWithoutAnyWayIsSaidToHaveNone() {
        awaitDirect();
        three.close();
        path.cut();
        Await.value("none", PATIENCE, this::way, String::isEmpty);
        assertThat(one.node.route(TWO).orElseThrow().reason()).contains("no way is left");
        path.heal();
        Await.value("straight", PATIENCE, this::way, way -> way.startsWith("direct"));
        assertThat(ask()).isEqualTo("cell2");
    }
}
