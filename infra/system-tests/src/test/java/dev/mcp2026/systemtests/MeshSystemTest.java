package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.Selector;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.box.WanBox;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Three cells, 10 ms apart, over real network namespaces.
class MeshSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static WanCells cells;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                WanBox.unavailable().isEmpty(),
                () -> "no WAN box here: " + WanBox.unavailable().orElse(""));
        cells = new WanCells("cell1", "cell2", "cell3");
        cells.box.shape(LinkShape.PERFECT.withDelay(Duration.ofMillis(10)));
    }

    @AfterAll
    static void stop() {
        if (cells != null) {
            cells.close();
        }
    }

    private static void awaitWay(String from, String to, String way) {
        Await.value(from + " to " + to + " goes " + way, PATIENCE, () -> cells.way(from, to), way::equals);
    }

    private static void register(String cell, String service) {
        cells.registry(cell)
                .register(RegisterRequest.newBuilder()
                        .setRegistration(Registration.newBuilder()
                                .setTenant("shop")
                                .setService(service)
                                .setInstance("one")
                                .addEndpoints(Endpoint.newBuilder()
                                        .setHost("127.0.0.1")
                                        .setPort(1)))
                        .build());
    }

    private static void awaitSeen(String cell, String service) {
        Await.value(
                service + " is seen in " + cell,
                PATIENCE,
                () -> cells.registry(cell)
                        .resolve(ResolveRequest.newBuilder()
                                .setSelector(
                                        Selector.newBuilder().setTenant("shop").setService(service))
                                .build())
                        .getInstancesCount(),
                count -> count == 1);
    }

    @Test
    void replicatesOverHttp3() {
        awaitWay("cell1", "cell2", "http3");
        awaitWay("cell2", "cell1", "http3");
        register("cell1", "direct");
        awaitSeen("cell2", "direct");
        awaitSeen("cell3", "direct");
        assertThat(cells.link("cell1", "cell2")).isEqualTo("CONNECTED");
    }

    @Test
    void aCutPathIsGoneRoundThroughTheThirdCellAndTakenAgain() {
        awaitWay("cell1", "cell2", "http3");
        awaitWay("cell2", "cell1", "http3");
        cells.box.cutBetween("cell1", "cell2");
        awaitWay("cell1", "cell2", "via cell3");
        awaitWay("cell2", "cell1", "via cell3");
        register("cell1", "round");
        awaitSeen("cell2", "round");
        Await.value("the link is up", PATIENCE, () -> cells.link("cell1", "cell2"), "CONNECTED"::equals);
        assertThat(cells.route("cell1", "cell2").getReason()).contains("via cell3");

        cells.box.healBetween("cell1", "cell2");
        awaitWay("cell1", "cell2", "http3");
        assertThat(cells.route("cell1", "cell2").getHistoryList())
                .anySatisfy(change -> assertThat(change.getTo()).isEqualTo("http3 via cell3"))
                .anySatisfy(change -> assertThat(change.getFrom()).isEqualTo("http3 via cell3"));
    }
}
