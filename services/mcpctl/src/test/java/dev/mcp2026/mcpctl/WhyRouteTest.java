package dev.mcp2026.mcpctl;

import static dev.mcp2026.proto.mesh.v1.Transport.TRANSPORT_HTTP2;
import static dev.mcp2026.proto.mesh.v1.Transport.TRANSPORT_HTTP3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.proto.mesh.v1.Candidate;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.mesh.v1.RouteChange;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyRouteTest {
    private static final String RELAYED = "costs 16.9 ms (rtt 13.4 ms, jitter 1.34 ms, loss 0.0 %)";
    private static final String DEAD = "down: 5 probes missed in a row, last heard 10.0 s ago";

    @TempDir
    Path directory;

    private CellUnderTest cell;

    @BeforeEach
    void start() throws IOException {
        cell = new CellUnderTest(directory);
        cell.mesh.routes.put("cell3", route());
    }

    @AfterEach
    void stop() throws InterruptedException {
        cell.close();
    }

    @Test
    void tellsTheChoiceItsReasonTheCandidatesAndTheChanges() {
        CellUnderTest.Run run = cell.run("why", "route", "cell3");

        assertThat(run.out().lines())
                .containsExactly(
                        "route/cell3 from cell1 is http3 via cell2 for 7s, since 2026-05-28 22:26:45+02:00",
                        "",
                        "  peer        remote, service registry, at 127.0.0.1:9051",
                        "  because     http3 via cell2 " + RELAYED,
                        "              the peer is remote, so the cheapest way is taken",
                        "  candidates      WAY               STATE     RTT      P99      JITTER   LOSS   COST     "
                                + "VERDICT",
                        "              *   http3 via cell2   UP        13.4ms   20.1ms   1.3ms    0%     16.9ms   "
                                + RELAYED,
                        "                  direct http2      UNKNOWN   -        -        -        -      none     "
                                + "not measured enough yet: 0 probes answered",
                        "                  direct http3      DOWN      81.0ms   122ms    8.1ms    21%    none     "
                                + DEAD,
                        "  history     2026-05-28 22:26:45+02:00   7s ago     direct http3 → http3 via cell2   "
                                + "direct http3: " + DEAD + "; http3 via cell2 " + RELAYED,
                        "              2026-05-28 21:26:52+02:00   1h0m ago   none → direct http3              "
                                + "direct http3 costs 90.0 ms",
                        "              5 older changes are not kept");
        assertThat(run.code()).isZero();
        assertThat(cell.run("why", "route/cell3").out()).isEqualTo(run.out());
    }

    @Test
    void jsonAndYamlHaveTheWholeAnswer() {
        assertThat(cell.run("why", "route", "cell3", "-o", "json").out())
                .contains("\"cell\" : \"cell1\"", "\"to\" : \"cell3\"", "\"chosen\" : \"http3 via cell2\"")
                .contains("\"changes\" : 7", "\"costMs\" : 16.9", "\"rttP99Ms\" : 20.1", "\"samples\" : 200")
                .contains("\"at\" : \"2026-05-28T20:26:45Z\"", "\"from\" : \"direct http3\"", "\"from\" : \"\"");
        assertThat(cell.run("why", "route/cell3", "-o", "yaml").out())
                .startsWith("cell: cell1\nto: cell3\nservice: registry\nchosen: http3 via cell2\n");
    }

    @Test
    void noRouteIsToldWithWhy() {
        cell.mesh.routes.put(
                "cell3",
                ExplainRouteResponse.newBuilder()
                        .setCell("cell1")
                        .setToCell("cell3")
                        .setReason("no route is chosen yet: the mesh has just started")
                        .build());

        assertThat(cell.run("why", "route", "cell3").out().lines())
                .containsExactly(
                        "route/cell3 from cell1 is NONE",
                        "",
                        "  because     no route is chosen yet: the mesh has just started");
    }

    @Test
    void anUnknownCellAndOneWithoutMeshAreToldAsSuch() throws IOException {
        CellUnderTest.Run run = cell.run("why", "route", "cell9");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err())
                .isEqualTo("error: cell9 is no peer of cell1; the peers of a cell are shown by: mcpctl mesh\n");

        cell.startOther("cell4", 0, new FakeRegistry());
        run = cell.run("why", "route", "cell1", "-c", "cell4");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("cell4 at 127.0.0.1:" + cell.portOf("cell4") + " has no mesh; it runs without");
    }

    @Test
    void theKindMayBeAWordOfItsOwnAndNothingElse() {
        cell.registry.put(FakeRegistry.instance(
                dev.mcp2026.proto.registry.v1.Registration.newBuilder()
                        .setTenant("default")
                        .setService("route")
                        .setInstance("route-1")
                        .build(),
                dev.mcp2026.proto.registry.v1.HealthState.HEALTH_STATE_UP));

        assertThat(cell.run("why", "service/route").out()).startsWith("service/route is ");
        assertThat(cell.run("why", "service", "route").out()).startsWith("service/route is ");
        assertThat(cell.run("why", "instance", "route/route-1").out()).startsWith("service/route is ");
        CellUnderTest.Run alone = cell.run("why", "route");
        assertThat(alone.code()).isEqualTo(3);
        assertThat(alone.err())
                .isEqualTo("error: subject: 'route' names nothing; write route CELL; a service of that name is "
                        + "service/route\n");
        assertThat(cell.run("why", "redis", "nginx").err()).contains("'redis nginx' names nothing", "or route CELL");
        assertThat(cell.run("why", "route", "Cell_9").code()).isEqualTo(3);
        assertThat(cell.run("why", "route", "cell2", "cell3").code()).isEqualTo(2);
    }

    @Test
    void textFromTheWireCannotDriveTheTerminal() {
        String evil = "x\u001b[2J\u0007\ny";
        cell.mesh.routes.put(
                "cell3",
                ExplainRouteResponse.newBuilder()
                        .setCell(evil)
                        .setToCell(evil)
                        .setService(evil)
                        .setReason(evil)
                        .addCandidates(Candidate.newBuilder().setVerdict(evil))
                        .addHistory(RouteChange.newBuilder().setFrom(evil).setReason(evil))
                        .build());

        assertThat(cell.run("why", "route/cell3").out()).doesNotContain("\u001b", "\u0007", "\ny");
    }

    @Test
    void helpAndCompletionKnowThem() {
        assertThat(cell.run("why", "--help").out()).contains("SUBJECT [NAME]", "route CELL");
        assertThat(cell.run("mesh", "--help").out()).contains("--cell", "'*' marks the way");
        assertThat(cell.run("help").out()).contains("mesh");
        assertThat(cell.run("completion", "bash").out()).contains("_picocli_mcpctl_mesh");
    }

    private ExplainRouteResponse route() {
        return ExplainRouteResponse.newBuilder()
                .setCell("cell1")
                .setToCell("cell3")
                .setService("registry")
                .setChanges(7)
                .setReason("http3 via cell2 " + RELAYED + "; the peer is remote, so the cheapest way is taken")
                .addCandidates(Candidate.newBuilder()
                        .setPath(cell.mesh
                                .up("cell3", TRANSPORT_HTTP3, 13.4)
                                .setViaCell("cell2")
                                .setChosen(true)
                                .setChosenSince(FakeMesh.secondsAgo(7)))
                        .setCostMs(16.9)
                        .setVerdict(RELAYED))
                .addCandidates(Candidate.newBuilder()
                        .setPath(cell.mesh.known("cell3", TRANSPORT_HTTP2))
                        .setVerdict("not measured enough yet: 0 probes answered"))
                .addCandidates(Candidate.newBuilder()
                        .setPath(cell.mesh.down("cell3", TRANSPORT_HTTP3, 81))
                        .setVerdict(DEAD))
                .addHistory(RouteChange.newBuilder()
                        .setAt(FakeMesh.secondsAgo(7))
                        .setFrom("direct http3")
                        .setTo("http3 via cell2")
                        .setReason("direct http3: " + DEAD + "; http3 via cell2 " + RELAYED))
                .addHistory(RouteChange.newBuilder()
                        .setAt(FakeMesh.secondsAgo(3600))
                        .setTo("direct http3")
                        .setReason("direct http3 costs 90.0 ms"))
                .build();
    }
}
