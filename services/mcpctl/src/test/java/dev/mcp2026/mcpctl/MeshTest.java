package dev.mcp2026.mcpctl;

import static dev.mcp2026.proto.mesh.v1.Transport.TRANSPORT_HTTP2;
import static dev.mcp2026.proto.mesh.v1.Transport.TRANSPORT_HTTP3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.proto.mesh.v1.Path;
import dev.mcp2026.testkit.await.Await;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three cells: cell 1 reaches cell 3 through cell 2, and cell 3 has not chosen yet.
class MeshTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    java.nio.file.Path directory;

    private final FakeMesh second = new FakeMesh("cell2");
    private final FakeMesh third = new FakeMesh("cell3");
    private CellUnderTest cell;

    @BeforeEach
    void start() throws IOException {
        cell = new CellUnderTest(directory);
        cell.mesh.paths = List.of(
                relayed(),
                cell.mesh.down("cell3", TRANSPORT_HTTP3, 81).build(),
                cell.mesh.up("cell2", TRANSPORT_HTTP2, 1.4).build(),
                chosen(cell.mesh.up("cell2", TRANSPORT_HTTP3, 1.2), 192));
        second.paths = List.of(
                chosen(second.up("cell1", TRANSPORT_HTTP3, 1.1).setLoss(0.0004), 190),
                chosen(second.up("cell3", TRANSPORT_HTTP2, 12), 3700));
        third.paths = List.of(
                third.known("cell2", TRANSPORT_HTTP3).build(),
                third.down("cell1", TRANSPORT_HTTP3, 81)
                        .setLoss(1)
                        .setSamples(0)
                        .build(),
                third.up("cell1", TRANSPORT_HTTP2, 90).build());
        cell.startOther("cell2", 0, second);
        cell.startOther("cell3", 0, third);
    }

    @AfterEach
    void stop() throws InterruptedException {
        cell.close();
    }

    @Test
    void eachPairHasALineWithItsChosenWayElseTheBestKnown() {
        CellUnderTest.Run run = cell.run("mesh");

        assertThat(run.out().lines())
                .containsExactly(
                        "    FROM    TO      ROUTE       RTT      JITTER   LOSS    STATE     SINCE",
                        "*   cell1   cell2   http3       1.2ms    0.12ms   0%      UP        3m12s",
                        "*   cell1   cell3   via cell2   13.4ms   1.3ms    2.5%    UP        7s",
                        "*   cell2   cell1   http3       1.1ms    0.11ms   <0.1%   UP        3m10s",
                        "*   cell2   cell3   http2       12.0ms   1.2ms    0%      UP        1h1m",
                        "    cell3   cell1   http2       90.0ms   9.0ms    0%      UP        1h0m",
                        "    cell3   cell2   http3       -        -        -       UNKNOWN   -");
        assertThat(run.code()).isZero();
    }

    @Test
    void aCellThatDoesNotAnswerIsNamedBelowTheTable() throws InterruptedException {
        int port = cell.portOf("cell3");
        cell.stopOther("cell3");

        CellUnderTest.Run run = cell.run("mesh");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("cell2   cell3").doesNotContain("cell3   cell1");
        assertThat(run.err().lines())
                .containsExactly(
                        "nowhere at 127.0.0.1:1 does not answer (connection refused); its own paths are not shown",
                        "cell3 at 127.0.0.1:" + port
                                + " does not answer (connection refused); its own paths are not shown");
    }

    @Test
    void wideShowsEveryWayWithItsFigures() {
        assertThat(cell.run("mesh", "--cell", "-o", "wide").out().lines())
                .containsExactly(
                        "    FROM    TO      ROUTE       ROLE     ADDRESS          RTT      P50      P99      MIN      "
                                + "JITTER   LOSS   SAMPLES   HEARD   STATE   SINCE",
                        "*   cell1   cell2   http3       remote   127.0.0.1:9050   1.2ms    1.2ms    1.8ms    1.1ms    "
                                + "0.12ms   0%     200       1s      UP      3m12s",
                        "    cell1   cell2   http2       remote   127.0.0.1:9050   1.4ms    1.4ms    2.1ms    1.3ms    "
                                + "0.14ms   0%     200       1s      UP      1h0m",
                        "    cell1   cell3   http3       remote   127.0.0.1:9051   81.0ms   81.0ms   122ms    72.9ms   "
                                + "8.1ms    21%    200       10s     DOWN    8s",
                        "*   cell1   cell3   via cell2   remote   127.0.0.1:9051   13.4ms   13.4ms   20.1ms   12.1ms   "
                                + "1.3ms    2.5%   200       1s      UP      7s");
        assertThat(cell.run("mesh", "--cell", "cell3", "-o", "wide").out())
                .containsPattern(
                        "cell3 +cell1 +http3 +remote +127.0.0.1:9049 +81.0ms +- +- +- +8.1ms +100% +0 +10s +DOWN")
                .doesNotContain("cell1   cell2");
    }

    @Test
    void jsonAndYamlHaveAllWaysAndWhoWasSilent() {
        assertThat(cell.run("mesh", "-o", "json").out())
                .contains("\"cells\" : [ \"cell1\", \"cell2\", \"cell3\" ]")
                .contains("\"transport\" : \"http3\"", "\"via\" : \"cell2\"", "\"rttMs\" : 13.4", "\"loss\" : 0.025")
                .contains("\"chosenSince\" : \"2026-05-28T20:26:45Z\"", "\"state\" : \"DOWN\"")
                .contains("\"reason\" : \"nowhere at 127.0.0.1:1 does not answer (connection refused)\"");
        assertThat(cell.run("mesh", "--cell", "-o", "yaml").out())
                .startsWith("cells:\n- cell1\npaths:\n- from: cell1\n  to: cell2\n  transport: http3\n")
                .endsWith("unanswered: []\n");
    }

    @Test
    void theContextsOwnCellHasToAnswer() throws IOException {
        assertThat(cell.run("mesh", "-c", "nowhere").code()).isEqualTo(12);
        assertThat(cell.run("mesh", "--cell=cell9").err())
                .contains("no context 'cell9'", "known: cell1, nowhere, cell2");

        cell.startOther("cell4", 0, new FakeRegistry());
        CellUnderTest.Run run = cell.run("mesh", "-c", "cell4");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "error: cell4 at 127.0.0.1:" + cell.portOf("cell4") + " has no mesh; it runs without one or is "
                                + "older than this mcpctl; its version is shown by: mcpctl cells\n");
        assertThat(cell.run("mesh").err())
                .contains("cell4 at 127.0.0.1:" + cell.portOf("cell4") + " has no mesh; its own paths are not shown");
    }

    @Test
    void aCellWithoutPeersSaysSo() {
        cell.mesh.paths = List.of();

        assertThat(cell.run("mesh", "--cell").err()).isEqualTo("no path is measured by cell1: it has no peers\n");
    }

    @Test
    void textFromTheWireCannotDriveTheTerminal() {
        cell.mesh.paths = List.of(cell.mesh
                .up("cell2", TRANSPORT_HTTP3, 1)
                .setViaCell("x\u001b[2Jy")
                .setAddress("\u0007\nz")
                .build());

        assertThat(cell.run("mesh", "-o", "wide", "--cell").out())
                .contains("via x [2Jy")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void watchTellsChangesOfRouteAndOfWhoAnswers() throws IOException, InterruptedException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Thread watch = Thread.ofVirtual().start(() -> cell.line(out, err).execute("mesh", "--watch"));
        await(out, "cell3   cell2   http3");
        assertThat(out.toString()).contains("20:26:52.000   *   cell1   cell3   via cell2");

        cell.mesh.paths = List.of(chosen(cell.mesh.up("cell3", TRANSPORT_HTTP3, 80), 1));
        await(out, "*   cell1   cell3   http3 ");
        await(out, "    cell1   cell2   http3                                 REMOVED");
        int port = cell.portOf("cell3");
        cell.stopOther("cell3");
        await(err, "warning: cell3 at 127.0.0.1:" + port + " does not answer");
        cell.startOther("cell3", port, third);
        await(err, "cell3 answers again");
        watch.interrupt();

        assertThat(watch.join(DEADLINE)).isTrue();
        assertThat(out.toString().lines()).hasSize(1 + 6 + 2);
    }

    @Test
    void watchAsJsonIsOneObjectALine() throws InterruptedException {
        StringWriter out = new StringWriter();
        Thread watch = Thread.ofVirtual()
                .start(() -> cell.line(out, new StringWriter()).execute("mesh", "--watch", "--cell", "-o", "json"));
        await(
                out,
                "{\"type\":\"PUT\",\"path\":{\"from\":\"cell1\",\"to\":\"cell3\",\"transport\":\"http3\",\"via\":\"cell2\"");
        cell.mesh.paths = List.of();

        await(
                out,
                "{\"type\":\"REMOVED\",\"path\":{\"from\":\"cell1\",\"to\":\"cell3\",\"transport\":\"http3\",\"via\":\"cell2\"}}");
        watch.interrupt();
        assertThat(watch.join(DEADLINE)).isTrue();
    }

    private Path relayed() {
        return chosen(
                cell.mesh.up("cell3", TRANSPORT_HTTP3, 13.4).setViaCell("cell2").setLoss(0.025), 7);
    }

    private static Path chosen(Path.Builder path, long seconds) {
        return path.setChosen(true).setChosenSince(FakeMesh.secondsAgo(seconds)).build();
    }

    private static void await(StringWriter text, String expected) {
        Await.value("the text '" + expected + "'", DEADLINE, text::toString, seen -> seen.contains(expected));
    }
}
