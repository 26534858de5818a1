package dev.mcp2026.mcpctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.registry.v1.Cause;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.Evidence;
import dev.mcp2026.proto.registry.v1.EvidenceKind;
import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.Outcome;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String REDIS = """
            apiVersion: mcp2026/v1
            kind: Service
            metadata: { name: redis, labels: { tier: cache } }
            spec:
              instances:
                - id: redis-1
                  endpoints: [{ name: main, host: 127.0.0.1, port: 6379, protocol: redis }]
                  checks: [{ name: ping, tcp: {}, interval: 1s, timeout: 500ms }]
            """;

    @TempDir
    Path directory;

    private CellUnderTest cell;

    @BeforeEach
    void start() throws IOException {
        cell = new CellUnderTest(directory);
    }

    @AfterEach
    void stop() throws InterruptedException {
        cell.close();
    }

    @Test
    void applySaysWhatItDidToEachInstance() throws IOException {
        Path file = file("redis.yaml", REDIS);

        assertThat(cell.run("apply", "-f", file.toString(), "--dry-run").out())
                .contains("redis-1 would be created (dry run)");
        assertThat(cell.registry.instances).isEmpty();
        assertThat(cell.run("apply", "-f", file.toString()).out())
                .isEqualTo("service/redis instance/redis-1 created\n");
        assertThat(cell.run("apply", "-f", file.toString(), "--dry-run").out())
                .contains("redis-1 is unchanged (dry run)");
        assertThat(cell.run("apply", "-f", file.toString()).out()).contains("redis-1 unchanged");
        file("redis.yaml", REDIS.replace("6379", "6380"));
        assertThat(cell.run("apply", "-f", file.toString()).out()).contains("redis-1 updated");
        assertThat(cell.registry.idempotencyKeys).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aMistakeInOneFileSendsNothingOfAnother() throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("a.yaml"), REDIS);
        Files.writeString(
                files.resolve("b.yaml"), REDIS.replace("redis", "cache").replace("port: 6379", "prt: 6379"));

        CellUnderTest.Run run = cell.run("apply", "-f", files.toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains("b.yaml:7 (document 1) spec.instances[0].endpoints[0].prt: unknown field 'prt'")
                .contains("known here: name, host, port, protocol");
        assertThat(cell.registry.instances).isEmpty();
    }

    @Test
    void theCellsOwnRefusalIsShownWithItsExitCode() throws IOException {
        cell.registry.refuseWrites = FakeRegistry.readOnly();

        CellUnderTest.Run run =
                cell.run("apply", "-f", file("redis.yaml", REDIS).toString());

        assertThat(run.code()).isEqualTo(11);
        assertThat(run.err()).isEqualTo("error: the store of cell1 is read-only (trace 4bf92f35); try again later\n");
    }

    @Test
    void servicesListsAllPagesAsTableJsonAndYaml() {
        Stream.of("nginx", "redis", "git").forEach(name -> cell.registry.put(up(name)));
        cell.registry.put(down("greeter"));

        CellUnderTest.Run table = cell.run("services");

        assertThat(table.code()).isZero();
        assertThat(table.out().lines())
                .containsExactly(
                        "SERVICE   INSTANCE    CELL    ENDPOINT         STATE   SINCE   REASON",
                        "git       git-1       cell1   127.0.0.1:1000   UP      12s",
                        "greeter   greeter-1   cell1   127.0.0.1:1000   DOWN    12s     target: refused 3 times",
                        "nginx     nginx-1     cell1   127.0.0.1:1000   UP      12s",
                        "redis     redis-1     cell1   127.0.0.1:1000   UP      12s");
        assertThat(cell.run("services", "--state", "down", "-o", "json").out())
                .contains("\"service\" : \"greeter\"", "\"cause\" : \"target\"", "\"port\" : 1000")
                .doesNotContain("nginx");
        assertThat(cell.run("services", "redis", "-o", "yaml").out()).startsWith("- tenant: default\n");
        assertThat(cell.run("services", "nothing").code()).isEqualTo(6);
    }

    @Test
    void textFromTheWireCannotDriveTheTerminal() {
        Instance evil = down("evil");
        cell.registry.put(evil.toBuilder()
                .setVerdict(evil.getVerdict().toBuilder().setReason("x\u001b[2Jy\u0007\nz"))
                .build());

        assertThat(cell.run("services").out()).contains("target: x [2Jy z").doesNotContain("\u001b");
        assertThat(cell.run("why", "evil").out()).doesNotContain("\u001b");
    }

    @Test
    void whyTellsVerdictEvidenceAndHistory() {
        cell.registry.put(down("redis"));

        CellUnderTest.Run run = cell.run("why", "service/redis");

        assertThat(run.out().lines())
                .containsExactly(
                        "service/redis is DOWN: no instance is up",
                        "",
                        "instance/cell1/redis/redis-1  127.0.0.1:1000  DOWN for 12s",
                        "  cause     target: refused 3 times",
                        "  evidence  tcp 'ping'   refused ×3   seen by cell1   12s ago   connection refused",
                        "  because   3 of the last 3 checks failed, 2 suffice",
                        "  history   2026-05-28T20:26:40Z   UP → DOWN   target: refused 3 times");
        assertThat(cell.run("why", "instance/cell2/redis/redis-1").code()).isEqualTo(6);
        assertThat(cell.run("why", "a/b/c/d").code()).isEqualTo(3);
    }

    @Test
    void cellsShowsLinks() {
        assertThat(cell.run("cells").out())
                .contains("cell1 (asked)", "READ_WRITE")
                .containsPattern("(?m)^cell2 .* STALE +\\S")
                .endsWith("cell2 is STALE: no answer\n");
    }

    @Test
    void deregisterIsIdempotent() {
        cell.registry.put(up("redis"));

        assertThat(cell.run("deregister", "redis/redis-1").out()).contains("redis-1 deregistered");
        assertThat(cell.run("deregister", "instance/redis/redis-1").out()).contains("was already gone");
    }

    @Test
    void aCellThatIsDownIsNamedWithItsAddress() {
        CellUnderTest.Run run = cell.run("services", "--context", "nowhere");

        assertThat(run.code()).isEqualTo(12);
        assertThat(run.err())
                .isEqualTo("error: nowhere at 127.0.0.1:1 does not answer (connection refused); is it up? "
                        + "try: ./mcp up, or another cell with --context\n");
        assertThat(cell.run("services", "--watch", "-c", "nowhere").code()).isEqualTo(12);
    }

    @Test
    void aCertificateOfAnotherTrustDomainIsToldAsSuch() throws IOException {
        TrustDirectory other = new TrustDirectory(directory.resolve("other"));
        new TrustInit(other, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of("other.local", List.of(new CellId("cell1")), List.of("registry")));

        cell.contexts(other.svid(TrustPlan.DEVELOPER));
        CellUnderTest.Run run = cell.run("services");

        assertThat(run.err()).contains("refuses this context's certificate");
        assertThat(run.code()).isEqualTo(4);

        Files.copy(other.authority(), directory.resolve("trust/other.pem"));
        Path config = directory.resolve("mcpctl.yaml");
        Files.writeString(config, Files.readString(config).replace("ca: trust/ca.pem", "ca: trust/other.pem"));
        run = cell.run("services");

        assertThat(run.err()).contains("does not prove to be a cell this context trusts");
        assertThat(run.code()).isEqualTo(4);
    }

    @Test
    void aKeyThatOthersCanReadIsWarnedAbout() throws IOException {
        Path key = cell.trust.svid(TrustPlan.DEVELOPER).key();
        assertThat(cell.run("cells").err()).isEmpty();

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(cell.run("cells").err()).contains("warning: the key ", "chmod 600");
    }

    @Test
    void contextListsAndUnknownOnesAreRefused() {
        assertThat(cell.run("context").out()).contains("*   cell1", "nowhere   127.0.0.1:1 ");
        CellUnderTest.Run run = cell.run("cells", "-c", "cell9");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).contains("no context 'cell9'", "known: cell1, nowhere");
        assertThat(cell.run("cells", "--config", "/nowhere/x.yaml").err()).contains("does not exist");
    }

    @Test
    void usageErrorsCompletionAndHelp() {
        assertThat(cell.run("servces").code()).isEqualTo(2);
        assertThat(cell.run("services", "--colour").code()).isEqualTo(2);
        assertThat(cell.run("apply").err()).contains("Missing required option", "see: mcpctl apply --help");
        assertThat(cell.run("completion", "zsh").out()).contains("complete -F", "bashcompinit");
        assertThat(cell.run("help", "exit-codes").out()).contains("12     UNAVAILABLE");
        assertThat(cell.run("trust", "init", "--dir", directory.resolve("t").toString(), "--cells", "2")
                        .out())
                .contains(
                        "spiffe://mcp2026.local/cell/cell2/registry",
                        "spiffe://mcp2026.local/cell/cell2/identity-cache",
                        "created");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Instance up(String service) {
        return FakeRegistry.instance(registration(service), HealthState.HEALTH_STATE_UP);
    }

    private static Instance down(String service) {
        Instance.Builder instance =
                FakeRegistry.instance(registration(service), HealthState.HEALTH_STATE_DOWN).toBuilder();
        instance.getVerdictBuilder()
                .setCause(Cause.CAUSE_TARGET)
                .setReason("refused 3 times")
                .addEvidence(Evidence.newBuilder()
                        .setKind(EvidenceKind.EVIDENCE_KIND_TCP_CHECK)
                        .setCheck("ping")
                        .setOutcome(Outcome.OUTCOME_REFUSED)
                        .setCount(3)
                        .setObserver("cell1")
                        .setAt(FakeRegistry.NOON)
                        .setDetail("connection refused"));
        return instance.build();
    }

    private static Registration registration(String service) {
        return Registration.newBuilder()
                .setTenant("default")
                .setService(service)
                .setInstance(service + "-1")
                .addEndpoints(Endpoint.newBuilder()
                        .setName("main")
                        .setHost("127.0.0.1")
                        .setPort(1000))
                .build();
    }
}
