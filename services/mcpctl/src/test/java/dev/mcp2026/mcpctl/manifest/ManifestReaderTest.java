package dev.mcp2026.mcpctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.registry.v1.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
    private static final String GOOD = """
            apiVersion: mcp2026/v1
            kind: Service
            metadata:
              name: web
              labels: { tier: front }
            spec:
              region: eu
              instances:
                - id: web-1
                  endpoints: [{ name: main, host: 127.0.0.1, port: 8080, protocol: http }]
                  checks:
                    - { name: live, http: { path: /live }, interval: 2s, timeout: 1s }
                  labels: { tier: back }
                  lease: 30s
            """;

    @Test
    void readsEveryField() {
        ManifestReader reader = read("---\n" + GOOD + "---\n# nothing\n---\n" + GOOD.replace("web", "api"));

        assertThat(reader.problems()).isEmpty();
        assertThat(reader.services()).hasSize(2);
        Registration first = reader.services().getFirst().registrations().getFirst();
        assertThat(first.getTenant()).isEqualTo("default");
        assertThat(first.getRegion()).isEqualTo("eu");
        assertThat(first.getLabelsMap()).containsEntry("tier", "back");
        assertThat(first.getLease().getSeconds()).isEqualTo(30);
        assertThat(first.getChecks(0).getHttp().getPath()).isEqualTo("/live");
        assertThat(first.getChecks(0).getInterval().getSeconds()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: Service              | kind: Servic             | f.yaml:2 (document 1) kind: 'Servic' is not known
            name: web                  | name: Web_1              | f.yaml:4 (document 1) metadata.name: 'Web_1' is not a valid service
            region: eu                 | regoin: eu               | f.yaml:7 (document 1) spec.regoin: unknown field 'regoin'
            port: 8080                 | port: 99999              | instances[0].endpoints[0].port: '99999' is not a number from 1 to 65535
            host: 127.0.0.1            | host: a b                | endpoints[0].host: 'a b' is not a host name
            http: { path: /live }      | http: { path: live }     | checks[0].http.path: 'live' does not start with '/'
            http: { path: /live }      | tcp: {}, grpc: {}        | checks[0]: a check is exactly one of tcp, http or grpc; found tcp and grpc
            http: { path: /live }, int | int                      | checks[0]: a check is exactly one of tcp, http or grpc; found none
            timeout: 1s                | timeout: 3s              | checks[0].timeout: a timeout of 3s is longer than the interval of 2s
            timeout: 1s                | timeout: soon            | checks[0].timeout: 'soon' is not a duration
            lease: 30s                 | lease: 1ms               | lease: 1ms is outside 1s to 24h
            id: web-1                  | id:                      | f.yaml:9 (document 1) spec.instances[0].id: expected text, found nothing
            id: web-1                  | name: web-1              | unknown field 'name'
            tier: back                 | tier: "a b"              | labels.tier: not a label value
            lease: 30s                 | lease: 30s\\n  zone: a\\n  zone: b | spec.zone: field 'zone' is given twice
            spec:                      | spek:                    | f.yaml:7 (document 1) spek: unknown field 'spek'
            port: 8080                 | port: [8080              | f.yaml:10 (document 1): not valid YAML
            kind: Service              | kind: !!java.io.File x   | f.yaml:2 (document 1): not valid YAML (Global tag is not allowed
            """)
    void refusesNamingFileLineAndField(String from, String to, String refusal) {
        assertThat(GOOD).contains(from);
        ManifestReader reader = read(GOOD.replace(from, to.replace("\\n", "\n")));

        assertThat(reader.services()).isEmpty();
        assertThat(reader.problems().stream().map(Fault::message).collect(Collectors.joining()))
                .contains(refusal);
    }

    private static final String ENTRY = """
            apiVersion: mcp2026/v1
            kind: IdentityEntry
            metadata: { name: web, tenant: shop }
            spec:
              spiffeId: spiffe://td/tenant/shop/web
              selectors: [unix:uid:33, "unix:path:/usr/bin/web"]
              ttl: 1h
              jwtTtl: 5m
              dnsNames: [web.internal]
              hint: main
              federatesWith: [partner.example]
            """;

    @Test
    void readsAnEntryOfTheIdentityCache() {
        ManifestReader reader = read(ENTRY + "---\n" + GOOD);

        assertThat(reader.problems()).isEmpty();
        assertThat(reader.services()).hasSize(1);
        Entry entry = reader.entries().getFirst().entry();
        assertThat(entry)
                .isEqualTo(Entry.newBuilder()
                        .setTenant("shop")
                        .setName("web")
                        .setSpiffeId("spiffe://td/tenant/shop/web")
                        .addSelectors("unix:uid:33")
                        .addSelectors("unix:path:/usr/bin/web")
                        .setX509Ttl(Duration.newBuilder().setSeconds(3600))
                        .setJwtTtl(Duration.newBuilder().setSeconds(300))
                        .addDnsNames("web.internal")
                        .setHint("main")
                        .addFederatesWith("partner.example")
                        .build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: web               | name: "a b"           | f.yaml:3 (document 1) metadata.name: 'a b' is not a name of an entry
            spiffe://td/tenant      | spiffe://TD/tenant    | f.yaml:5 (document 1) spec.spiffeId: 'TD' is not valid in a SPIFFE id
            unix:uid:33             | uid                   | f.yaml:6 (document 1) spec.selectors[0]: 'uid' is not a selector
            [unix:uid:33, "unix:path:/usr/bin/web"] | []    | spec.selectors: an entry needs at least one selector
            ttl: 1h                 | ttl: 1s               | f.yaml:7 (document 1) spec.ttl: 1s is outside 10s to 2160h
            web.internal            | "web_internal"        | spec.dnsNames[0]: 'web_internal' is not a DNS name
            [partner.example]       | [spiffe://partner]    | spec.federatesWith[0]: 'spiffe://partner' is not a name of a trust
            hint: main              | hnt: main             | f.yaml:10 (document 1) spec.hnt: unknown field 'hnt'
            IdentityEntry           | Identity              | this mcpctl reads 'Service' and 'IdentityEntry'
            """)
    void refusesAnEntryNamingFileLineAndField(String from, String to, String refusal) {
        assertThat(ENTRY).contains(from);
        ManifestReader reader = read(ENTRY.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));

        assertThat(reader.entries()).isEmpty();
        assertThat(reader.problems().stream().map(Fault::message).collect(Collectors.joining()))
                .contains(refusal);
    }

    @Test
    void anEntryAndAServiceMayShareAName() {
        assertThat(read(ENTRY + "---\n" + GOOD.replace("name: web", "name: web\n  tenant: shop"))
                        .problems())
                .isEmpty();
        assertThat(read(ENTRY + "---\n" + ENTRY).problems().getFirst().message())
                .contains("entry 'shop/web' is already in f.yaml, document 1");
    }

    @Test
    void theExampleServicesAreWellFormed() throws IOException {
        ManifestReader reader = read(Files.readString(Path.of("../../infra/examples/services.yaml")));

        assertThat(reader.problems()).isEmpty();
        assertThat(reader.services().stream().map(each -> each.service().value()))
                .containsExactly("nginx", "redis", "git", "greeter");
    }

    @Test
    void showsTheFirstMistakeOfEveryDocument() {
        ManifestReader reader =
                read(GOOD.replace("8080", "0") + "---\n" + GOOD.replace("lease", "leas") + "---\n" + GOOD);

        assertThat(reader.problems()).hasSize(2);
        assertThat(reader.problems().getLast().message()).startsWith("f.yaml:29 (document 2) spec.instances[0].leas");
    }

    @Test
    void refusesTheSameServiceTwice() {
        assertThat(read(GOOD + "---\n" + GOOD).problems().getFirst().message())
                .contains("service 'default/web' is already in f.yaml, document 1");
    }

    @Test
    void boundsAliasesDepthAndSize() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(read(bomb.toString()).problems()).hasSize(1);
        assertThat(read("[".repeat(50) + "]".repeat(50)).problems()).hasSize(1);
        assertThat(read("# " + "x".repeat(1 << 20)).problems().getFirst().message())
                .contains("1048576 bytes");
        assertThat(read("a: &a [*a]").problems()).hasSize(1);
    }

    private static ManifestReader read(String text) {
        ManifestReader reader = new ManifestReader(null);
        reader.read("f.yaml", text);
        return reader;
    }
}
