package dev.mcp2026.mcpctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.EntryMatch;
import dev.mcp2026.proto.identity.v1.ExplainRequest;
import dev.mcp2026.proto.identity.v1.ExplainResponse;
import dev.mcp2026.proto.identity.v1.Federation;
import dev.mcp2026.proto.identity.v1.RotateSvidsRequest;
import dev.mcp2026.proto.identity.v1.SvidInfo;
import dev.mcp2026.proto.identity.v1.Upstream;
import dev.mcp2026.trust.TrustPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
    private static final String WEB = "spiffe://mcp2026.local/tenant/shop/workload/web";
    private static final String REGISTRY = "spiffe://mcp2026.local/cell/cell1/registry";

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
    void putSaysWhatItDid() {
        assertThat(put("--selector", "unix:uid:1000").out()).isEqualTo("entry/shop/web created\n");
        assertThat(put("--selector", "unix:uid:1000").out()).isEqualTo("entry/shop/web unchanged\n");
        CellUnderTest.Run run = put(
                "--selector",
                "unix:uid:1000",
                "-s",
                "unix:path:/usr/bin/web",
                "--ttl",
                "1h30m",
                "--jwt-ttl",
                "5m",
                "--dns",
                "web.shop.internal,*.web.shop.internal",
                "--hint",
                "web",
                "--federates-with",
                "partner.example");

        assertThat(run.out()).isEqualTo("entry/shop/web updated\n");
        Entry stored = cell.identity.entries.get("shop/web");
        assertThat(stored.getSelectorsList()).containsExactly("unix:uid:1000", "unix:path:/usr/bin/web");
        assertThat(stored.getX509Ttl().getSeconds()).isEqualTo(5400);
        assertThat(stored.getJwtTtl().getSeconds()).isEqualTo(300);
        assertThat(stored.getDnsNamesList()).containsExactly("web.shop.internal", "*.web.shop.internal");
        assertThat(stored.getHint()).isEqualTo("web");
        assertThat(stored.getFederatesWithList()).containsExactly("partner.example");
        assertThat(cell.identity.idempotencyKeys).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void theTenantMayStandBeforeTheVerbAndElseIsTheContexts() {
        cell.run("identity", "entries", "--tenant", "shop", "put", "web", "--spiffe-id", WEB, "-s", "unix:uid:1");
        String db = "spiffe://mcp2026.local/tenant/default/workload/db";
        cell.run("identity", "entry", "put", "db", "--spiffe-id", db, "-s", "unix:uid:1");

        assertThat(cell.identity.entries).containsOnlyKeys("default/db", "shop/web");
    }

    @Test
    void anIdOfAnotherTenantIsRefusedBeforeItIsSent() {
        var run = cell.run("identity", "entry", "put", "db", "--spiffe-id", WEB, "-s", "unix:uid:1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("is of tenant shop").contains("--tenant");
        assertThat(cell.identity.entries).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            web  | spiffe://mcp2026.local | unix:uid:1 | 1h | names a trust domain, not a workload; add a path
            web  | http://mcp2026.local/a | unix:uid:1 | 1h | is not valid in a SPIFFE id
            web  | spiffe://td/a          | uid        | 1h | selector: 'uid' is not a selector; write type:value
            web  | spiffe://td/a          | unix:uid:1 | 5s | --ttl: '5s' is not a duration from 10s to 2160h
            a b  | spiffe://td/a          | unix:uid:1 | 1h | name: 'a b' is not a name of an entry
            """)
    void putRefusesWhatCannotBeWithoutAsking(String name, String id, String selector, String ttl, String refusal) {
        CellUnderTest.Run run =
                cell.run("identity", "entries", "put", name, "--spiffe-id", id, "-s", selector, "--ttl", ttl);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains(refusal);
        assertThat(cell.identity.entries).isEmpty();
    }

    @Test
    void entriesListsAllPagesAsTableAndJson() {
        cell.identity.put(registry());
        cell.identity.put(web());
        cell.identity.put(web().toBuilder().setName("api").build());

        assertThat(cell.run("identity", "entries").out().lines())
                .containsExactly(
                        "TENANT     NAME       SPIFFE ID                                         SELECTORS       TTL       "
                                + "CHANGED",
                        "platform   registry   spiffe://mcp2026.local/cell/cell1/registry        unix:uid:1000   default   "
                                + "fixed",
                        "shop       api        spiffe://mcp2026.local/tenant/shop/workload/web   unix:uid:33     1h        "
                                + "12s ago",
                        "shop       web        spiffe://mcp2026.local/tenant/shop/workload/web   unix:uid:33     1h        "
                                + "12s ago");
        assertThat(cell.run("identity", "entries", "--tenant", "shop", "-o", "json")
                        .out())
                .contains("\"name\" : \"api\"", "\"selectors\" : [ \"unix:uid:33\" ]", "\"ttl\" : \"1h\"")
                .contains("\"fixed\" : false", "\"changed\" : \"2026-05-28T20:26:40Z\"")
                .doesNotContain("registry");
        assertThat(cell.run("identity", "entries", "--spiffe-id", REGISTRY, "-o", "wide")
                        .out())
                .contains("HINT", "FEDERATES WITH")
                .doesNotContain("web");
        assertThat(cell.run("identity", "entries", "--tenant", "nobody").err()).contains("no entries match");
        assertThat(cell.run("identity", "entries", "--tenant", "nobody", "-o", "json")
                        .out())
                .isEqualTo("[ ]\n");
    }

    @Test
    void deleteIsIdempotentAndAFixedOneIsRefusedByTheCache() {
        cell.identity.put(web());
        cell.identity.put(registry());

        assertThat(cell.run("identity", "entries", "delete", "web", "--tenant", "shop")
                        .out())
                .isEqualTo("entry/shop/web deleted\n");
        assertThat(cell.run("identity", "entries", "delete", "web", "--tenant", "shop")
                        .out())
                .isEqualTo("entry/shop/web was already gone\n");
        CellUnderTest.Run run = cell.run(
                "identity", "entries", "put", "registry", "--tenant", "platform", "--spiffe-id", REGISTRY, "-s", "a:b");
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).isEqualTo("error: entry platform/registry is fixed; change the configuration\n");
    }

    @Test
    void applyMakesEntriesBesideServices() throws IOException {
        Path file = Files.writeString(directory.resolve("web.yaml"), """
                apiVersion: mcp2026/v1
                kind: Service
                metadata: { name: web, tenant: shop }
                spec:
                  instances: [{ id: web-1, endpoints: [{ host: 127.0.0.1, port: 8080 }] }]
                ---
                apiVersion: mcp2026/v1
                kind: IdentityEntry
                metadata: { name: web, tenant: shop }
                spec:
                  spiffeId: spiffe://mcp2026.local/tenant/shop/workload/web
                  selectors: [unix:uid:33, "unix:path:/usr/bin/web"]
                """);
        String[] apply = {"apply", "-f", file.toString()};

        assertThat(cell.run("apply", "-f", file.toString(), "--dry-run").out())
                .isEqualTo("service/web instance/web-1 would be created (dry run)\n"
                        + "entry/shop/web would be created (dry run)\n");
        assertThat(cell.identity.entries).isEmpty();
        assertThat(cell.run(apply).out()).isEqualTo("service/web instance/web-1 created\nentry/shop/web created\n");
        assertThat(cell.run(apply).out()).contains("entry/shop/web unchanged");

        Entry stored = cell.identity.entries.get("shop/web");
        cell.identity.put(stored.toBuilder()
                .clearSelectors()
                .addSelectors("unix:path:/usr/bin/web")
                .addSelectors("unix:uid:33")
                .setChanged(FakeRegistry.NOON)
                .build());
        assertThat(cell.run("apply", "-f", file.toString(), "--dry-run").out())
                .contains("entry/shop/web is unchanged (dry run)");
    }

    @Test
    void withoutAnAddressOfTheCacheNothingIsSentAndItSaysHowToSetOne() throws IOException {
        Path config = directory.resolve("mcpctl.yaml");
        Files.writeString(config, Files.readString(config).replaceAll("    identity: .*\n", ""));
        Path file = Files.writeString(directory.resolve("web.yaml"), """
                apiVersion: mcp2026/v1
                kind: Service
                metadata: { name: web }
                spec: { instances: [{ id: web-1, endpoints: [{ host: 127.0.0.1, port: 8080 }] }] }
                ---
                { apiVersion: mcp2026/v1, kind: IdentityEntry, metadata: { name: web },
                  spec: { spiffeId: "spiffe://td/a", selectors: ["unix:uid:1"] } }
                """);

        CellUnderTest.Run run = cell.run("apply", "-f", file.toString());

        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err())
                .isEqualTo("error: the context cell1 does not say where the identity cache of its cell is; add "
                        + "'identity: HOST:PORT', its gRPC address, beside 'address' in " + config
                        + "; ./mcp up writes it for local cells\n");
        assertThat(cell.registry.instances).isEmpty();
        assertThat(cell.run("identity", "bundle").code()).isEqualTo(6);
        assertThat(cell.run("context").out()).contains("IDENTITY");
    }

    @Test
    void aCacheThatIsDownIsNamedWithItsAddress() throws IOException {
        Path config = directory.resolve("mcpctl.yaml");
        Files.writeString(config, Files.readString(config).replaceAll("identity: .*\n", "identity: 127.0.0.1:1\n"));

        CellUnderTest.Run run = cell.run("identity", "svid");

        assertThat(run.code()).isEqualTo(12);
        assertThat(run.err())
                .contains("the identity cache of cell1 at 127.0.0.1:1 does not answer (connection refused)");
        Files.writeString(config, Files.readString(config).replaceAll("identity: .*\n", "identity: here\n"));
        assertThat(cell.run("identity", "svid").err())
                .contains("identity: 'here' is not host:port; write 127.0.0.1:9084");
    }

    @Test
    void svidListsWhatIsCached() {
        cell.identity.svids =
                List.of(svid(), svid().toBuilder().setSpiffeId(REGISTRY).build(), stale());

        assertThat(cell.run("identity", "svid").out().lines())
                .containsExactly(
                        "SPIFFE ID                                         ENTRY      SERIAL          UNTIL          RENEWS   "
                                + "  SUBSCRIBERS   CHAIN    STATE",
                        "spiffe://mcp2026.local/cell/cell1/registry        shop/web   0a1b2c3d4e5f…   in 1h0m        in 30m0s "
                                + "  3             1043 B   FRESH",
                        "spiffe://mcp2026.local/tenant/shop/workload/web   shop/web   0a1b2c3d4e5f…   in 1h0m        in 30m0s "
                                + "  3             1043 B   FRESH",
                        "spiffe://mcp2026.local/tenant/shop/workload/web   shop/web   0a1b2c3d4e5f…   ended 5s ago   now      "
                                + "  3             1043 B   STALE");
        assertThat(cell.run("identity", "svid", WEB, "-o", "json").out())
                .contains("\"serial\" : \"0a1b2c3d4e5f6071\"", "\"notAfter\" : \"2026-05-28T21:26:52Z\"")
                .contains("\"issuers\" : [ \"CN=shop\", \"CN=root\" ]")
                .doesNotContain(REGISTRY);
        assertThat(cell.run("identity", "svids", "-o", "wide").out()).contains("0a1b2c3d4e5f6071", "CN=shop < CN=root");
        assertThat(cell.run("identity", "svid", "nobody").code()).isEqualTo(3);
    }

    @Test
    void bundleIsATableOrPemOrJson() throws IOException, CertificateException {
        cell.identity.bundles = List.of(bundle("mcp2026.local", true), bundle("partner.example", false));

        assertThat(cell.run("identity", "bundle").out())
                .contains("TRUST DOMAIN", "FIRST ENDS")
                .containsPattern("mcp2026.local +own +1 +in \\S+ +2 +7 +5m")
                .containsPattern("partner.example +federated +1 ");
        String pem = cell.run("identity", "bundle", "-o", "pem").out();
        assertThat(pem)
                .startsWith("# mcp2026.local\n-----BEGIN CERTIFICATE-----\n")
                .doesNotContain("partner");
        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))))
                .hasSize(1);
        assertThat(cell.run("identity", "bundle", "partner.example", "-o", "json")
                        .out())
                .contains("\"trustDomain\" : \"partner.example\"", "\"own\" : false", "\"kid\" : \"a\"")
                .doesNotContain("mcp2026.local\"");
        CellUnderTest.Run run = cell.run("identity", "bundle", "else.example");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err())
                .contains("has no bundle of trust domain 'else.example'; it has: mcp2026.local, partner.example");
    }

    @Test
    void federationsArePutListedAndDeleted() throws IOException {
        Path pem = Files.writeString(directory.resolve("first.pem"), "PEM");

        assertThat(cell.run("identity", "federations").err()).contains("federates with no other trust domain");
        CellUnderTest.Run run = federate("--profile", "https_spiffe");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("--endpoint-spiffe-id: it is missing");
        run = federate(
                "--profile",
                "https_spiffe",
                "--endpoint-spiffe-id",
                "spiffe://partner.example/server",
                "--initial-bundle",
                pem.toString());
        assertThat(run.out()).isEqualTo("federation/partner.example put\n");
        assertThat(run.err()).contains("is not fetched yet");
        Federation stored = cell.identity.federations.get("partner.example");
        assertThat(stored.getInitialBundle()).isEqualTo("PEM");
        cell.identity.federations.put(
                "partner.example",
                stored.toBuilder()
                        .setFetched(FakeMesh.secondsAgo(90))
                        .setSequence(4)
                        .setNextFetch(FakeIdentity.in(210))
                        .setError("connection refused")
                        .build());
        assertThat(cell.run("identity", "federation").out())
                .containsPattern(
                        "partner.example +https://partner.example:8443/b +https_spiffe +1m30s ago +4 +in 3m30s "
                                + "+connection refused");
        assertThat(cell.run("identity", "federations", "delete", "partner.example")
                        .out())
                .contains("deleted");
        assertThat(cell.run("identity", "federations", "delete", "partner.example")
                        .out())
                .contains("already gone");
        assertThat(cell.run("identity", "federations", "put", "x", "--endpoint", "http://x")
                        .err())
                .contains("'http://x' is not an https URL");
    }

    @Test
    void rotateSaysHowManyAndOfWhom() {
        cell.identity.svids = List.of(svid(), svid());

        assertThat(cell.run("identity", "rotate").out()).startsWith("2 SVIDs of all tenants rotated;");
        assertThat(cell.run("identity", "rotate", "--tenant", "shop", "--issuers")
                        .out())
                .startsWith("2 SVIDs of tenant shop rotated, and their issuers;");
        assertThat(cell.identity.rotations)
                .containsExactly(
                        RotateSvidsRequest.getDefaultInstance(),
                        RotateSvidsRequest.newBuilder()
                                .setTenant("shop")
                                .setIssuers(true)
                                .build());
    }

    @Test
    void whyTellsOfAProcess() {
        cell.identity.explanations.put(ExplainRequest.newBuilder().setPid(4711).build(), process());

        CellUnderTest.Run run = cell.run("identity", "why", "4711");

        assertThat(run.out().lines())
                .containsExactly(
                        "process 4711: gets " + WEB,
                        "",
                        "  selectors  unix:uid:33",
                        "             unix:path:/usr/bin/web",
                        "  entries    matches    shop/web            " + WEB + "   has unix:uid:33",
                        "             does not   platform/registry   " + REGISTRY + "        lacks unix:uid:1000",
                        "  svids      SPIFFE ID                                         ENTRY      SERIAL          UNTIL     "
                                + "RENEWS     SUBSCRIBERS   CHAIN    STATE",
                        "             " + WEB + "   shop/web   0a1b2c3d4e5f…   in 1h0m   in 30m0s   3             "
                                + "1043 B   FRESH",
                        "  upstream   BUILT_IN answers for 12s",
                        "  notes      one stream is open");
        assertThat(cell.run("why", "identity", "4711").out()).isEqualTo(run.out());
        assertThat(cell.run("why", "identity/4711", "-o", "json").out())
                .contains("\"verdict\" : \"gets " + WEB + "\"", "\"missing\" : [ \"unix:uid:1000\" ]")
                .contains("\"available\" : true");
    }

    @Test
    void whyTellsOfAnIdentity() {
        cell.identity.explanations.put(
                ExplainRequest.newBuilder().setSpiffeId(WEB).build(),
                process().toBuilder()
                        .setSubject(WEB)
                        .setVerdict("is cached")
                        .clearSelectors()
                        .clearMatches()
                        .addMatches(EntryMatch.newBuilder().setEntry(web()).setMatches(true))
                        .build());

        String told = cell.run("identity", "why", WEB).out();
        assertThat(told).startsWith(WEB + ": is cached\n\n  entries    shop/web   for who has unix:uid:33\n");
        assertThat(cell.run("why", "identity", WEB).out()).isEqualTo(told);
        assertThat(cell.run("why", "identity/" + WEB).out()).isEqualTo(told);
        assertThat(cell.run("why", WEB).out()).isEqualTo(told);
        assertThat(cell.run("why", "identity", "4712").code()).isEqualTo(6);
    }

    @Test
    void whatIsNeitherAProcessNorAnIdentityIsRefused() {
        assertThat(cell.run("identity", "why", "-1").code()).isEqualTo(3);
        assertThat(cell.run("identity", "why", "web").err())
                .isEqualTo("error: subject: 'web' is neither a process nor an identity; write a process number, or "
                        + "spiffe://TRUST-DOMAIN/PATH\n");
        assertThat(cell.run("why", "identity").err()).contains("a service of that name is service/identity");
        assertThat(cell.run("why", "identity/web-1").code()).isEqualTo(3);
    }

    @Test
    void manyEntriesThatDoNotMatchAreCut() {
        ExplainResponse.Builder many = process().toBuilder().clearMatches();
        for (int i = 0; i < 9; i++) {
            many.addMatches(EntryMatch.newBuilder()
                    .setEntry(web().toBuilder().setName("web" + i))
                    .addMissing("unix:uid:" + i));
        }
        cell.identity.explanations.put(ExplainRequest.newBuilder().setPid(1).build(), many.build());

        assertThat(cell.run("identity", "why", "1").out())
                .contains("shop/web4", "and 4 that match less; -o wide shows them")
                .doesNotContain("shop/web5");
        assertThat(cell.run("identity", "why", "1", "-o", "wide").out()).contains("shop/web8");
    }

    @Test
    void textFromTheWireCannotDriveTheTerminal() {
        String evil = "x\u001b[2J\u0007\n!y";
        cell.identity.put(web().toBuilder().setHint(evil).setSpiffeId(evil).build());
        cell.identity.svids =
                List.of(svid().toBuilder().setState(evil).addIssuers(evil).build());
        cell.identity.bundles = List.of(bundle(evil, true));
        cell.identity.explanations.put(
                ExplainRequest.newBuilder().setPid(1).build(),
                ExplainResponse.newBuilder()
                        .setSubject(evil)
                        .setVerdict(evil)
                        .addSelectors(evil)
                        .addNotes(evil)
                        .addMatches(EntryMatch.newBuilder().addMissing(evil))
                        .setUpstream(Upstream.newBuilder().setKind(evil).setDetail(evil))
                        .build());

        for (String command : List.of("entries -o wide", "svid -o wide", "bundle", "bundle -o pem", "why 1")) {
            assertThat(cell.run(("identity " + command).split(" ")).out())
                    .as(command)
                    .isNotEmpty()
                    // No line of a PEM begins with this one.
                    .doesNotContain("\u001b", "\u0007", "\n!y");
        }
    }

    @Test
    void helpAndCompletionKnowThem() {
        assertThat(cell.run("identity", "--help").out())
                .contains("entries", "svid", "bundle", "federations", "rotate", "why");
        assertThat(cell.run("identity").code()).isEqualTo(2);
        assertThat(cell.run("why", "--help").out()).contains("identity/PID");
        assertThat(cell.run("completion", "bash").out()).contains("_picocli_mcpctl_identity_entries_put");
    }

    private CellUnderTest.Run put(String... more) {
        return cell.run(
                concat(List.of("identity", "entries", "put", "web", "--tenant", "shop", "--spiffe-id", WEB), more));
    }

    private CellUnderTest.Run federate(String... more) {
        return cell.run(concat(
                List.of(
                        "identity",
                        "federations",
                        "put",
                        "partner.example",
                        "--endpoint",
                        "https://partner.example:8443/b"),
                more));
    }

    private static String[] concat(List<String> first, String... more) {
        return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    private static ExplainResponse process() {
        return ExplainResponse.newBuilder()
                .setSubject("process 4711")
                .setVerdict("gets " + WEB)
                .addSelectors("unix:uid:33")
                .addSelectors("unix:path:/usr/bin/web")
                .addMatches(EntryMatch.newBuilder().setEntry(registry()).addMissing("unix:uid:1000"))
                .addMatches(EntryMatch.newBuilder().setEntry(web()).setMatches(true))
                .addSvids(svid())
                .setUpstream(Upstream.newBuilder()
                        .setKind("BUILT_IN")
                        .setAvailable(true)
                        .setSince(FakeRegistry.NOON))
                .addNotes("one stream is open")
                .build();
    }

    private static Entry registry() {
        return Entry.newBuilder()
                .setTenant("platform")
                .setName("registry")
                .setSpiffeId(REGISTRY)
                .addSelectors("unix:uid:1000")
                .setHint("registry")
                .setFixed(true)
                .build();
    }

    private static Entry web() {
        return Entry.newBuilder()
                .setTenant("shop")
                .setName("web")
                .setSpiffeId(WEB)
                .addSelectors("unix:uid:33")
                .setX509Ttl(com.google.protobuf.Duration.newBuilder().setSeconds(3600))
                .setChanged(FakeRegistry.NOON)
                .build();
    }

    private static SvidInfo svid() {
        return SvidInfo.newBuilder()
                .setTenant("shop")
                .setEntry("web")
                .setSpiffeId(WEB)
                .setSerial("0a1b2c3d4e5f6071")
                .setNotBefore(FakeRegistry.NOON)
                .setNotAfter(FakeIdentity.in(3600))
                .setRenewAt(FakeIdentity.in(1800))
                .setSubscribers(3)
                .addIssuers("CN=shop")
                .addIssuers("CN=root")
                .setState("FRESH")
                .setChainBytes(1043)
                .build();
    }

    private static SvidInfo stale() {
        return svid().toBuilder()
                .setEntry("web")
                .setNotAfter(FakeMesh.secondsAgo(5))
                .setRenewAt(FakeMesh.secondsAgo(1000))
                .setState("STALE")
                .build();
    }

    private Bundle bundle(String trustDomain, boolean own) {
        try {
            var authority = CertificateFactory.getInstance("X.509")
                    .generateCertificate(Files.newInputStream(
                            cell.trust.svid(TrustPlan.DEVELOPER).bundle()));
            return Bundle.newBuilder()
                    .setTrustDomain(trustDomain)
                    .addX509Authorities(ByteString.copyFrom(authority.getEncoded()))
                    .setJwtAuthorities(ByteString.copyFromUtf8("{\"keys\":[{\"kid\":\"a\"},{\"kid\":\"b\"}]}"))
                    .setSequence(7)
                    .setRefreshHint(com.google.protobuf.Duration.newBuilder().setSeconds(300))
                    .setOwn(own)
                    .build();
        } catch (IOException | CertificateException e) {
            throw new AssertionError(e);
        }
    }
}
