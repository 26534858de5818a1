package dev.mcp2026.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.StoreMode;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import dev.mcp2026.testkit.etcd.EtcdCluster;
import dev.mcp2026.testkit.etcd.MutualTls;
import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three members that take only clients with a certificate of their authority.
class EtcdTlsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Role REGISTRY = new Role.CellService(new CellId("cell1"), "registry");

    @TempDir
    static Path folder;

    private static SvidFiles ours;
    private static SvidFiles foreign;
    private static EtcdCluster cluster;

    @BeforeAll
    static void startCluster() {
        assumeTrue(EtcdCluster.missing().isEmpty(), () -> EtcdCluster.missing().orElse(""));
        ours = authority("ours");
        foreign = authority("foreign");
        cluster = EtcdCluster.startSecured(3, new MutualTls(ours.bundle(), ours.certificate(), ours.key()));
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static SvidFiles authority(String name) {
        TrustDirectory directory = new TrustDirectory(folder.resolve(name));
        new TrustInit(directory, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("registry")));
        return directory.svid(REGISTRY);
    }

    @Test
    void putsReadsTransactionsLeasesAndWatchesWork() throws Exception {
        Key a = new Key("a");
        try (EtcdStore store = open("work/", SOON, new EtcdTls(ours.bundle(), ours.certificate(), ours.key()))) {
            assertThat(store.status().mode()).isEqualTo(StoreMode.READ_WRITE);
            Revision first = store.put(a, Value.of("1")).revision();
            Entry read = store.get(a).entry().orElseThrow();
            assertThat(read.value().text()).isEqualTo("1");
            assertThat(store.get(a).stale()).isFalse();
            Revision second = store.txn(Txn.when(Compare.unchanged(read)).then(Op.put(a, Value.of("2"))))
                    .revision();
            assertThat(store.range(RangeQuery.of(KeyPrefix.ALL)).entries()).hasSize(1);
            assertThat(store.keepAlive(store.grant(Duration.ofSeconds(9)).id()).ttl())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(9));
            try (Watch watch = store.watch(KeyPrefix.ALL, first)) {
                assertThat(revisions(watch, second)).containsExactly(first, second);
            }
        }
    }

    @Test
    void anAuthorityThatIsNotTheMembersIsSaid() {
        try (EtcdStore store =
                open("wrong/", Duration.ofSeconds(1), new EtcdTls(foreign.bundle(), ours.certificate(), ours.key()))) {
            assertRefused(store);
        }
    }

    @Test
    void aClientOfAnotherAuthorityIsRefused() {
        try (EtcdStore store = open(
                "stranger/", Duration.ofSeconds(1), new EtcdTls(ours.bundle(), foreign.certificate(), foreign.key()))) {
            assertRefused(store);
        }
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        try (EtcdStore store = open("nobody/", Duration.ofSeconds(1), new EtcdTls(ours.bundle(), null, null))) {
            assertRefused(store);
        }
    }

    /// Whoever holds any certificate of the authority must not pass for a member.
    @Test
    void aMemberWithoutTheAddressInItsCertificateIsRefused() throws Exception {
        Instant now = Instant.now();
        DevelopmentAuthority authority = DevelopmentAuthority.create("other.local", now, new SecureRandom());
        Svid svid = authority.issue(
                new SpiffeId("other.local", List.of("cell", "cell1", "registry")), Duration.ofHours(1), false, now);
        Path bundle = pem("bundle", "CERTIFICATE", authority.bundle().getFirst().getEncoded());
        Path certificate = pem("cert", "CERTIFICATE", svid.chain().getFirst().getEncoded());
        Path key = pem("key", "PRIVATE KEY", svid.key().getEncoded());
        try (EtcdCluster nameless = EtcdCluster.startWithBoth(1, new MutualTls(bundle, certificate, key));
                EtcdStore store = EtcdStore.open(EtcdOptions.at(nameless.securedUrls(), "x/")
                        .withTls(new EtcdTls(bundle, certificate, key))
                        .withOpenTimeout(Duration.ofSeconds(1)))) {
            assertRefused(store);
        }
    }

    private static Path pem(String name, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(der);
        return Files.writeString(
                folder.resolve("nameless-" + name + ".pem"),
                "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    @Test
    void filesThatCanNotBeReadAreNamed() throws Exception {
        Path noKey = Files.writeString(folder.resolve("no-key.pem"), "nothing");
        assertThatThrownBy(() -> open("files/", Duration.ZERO, new EtcdTls(ours.bundle(), ours.certificate(), noKey)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mcp.store.etcd.tls")
                .hasMessageContaining("no-key.pem");
    }

    @Test
    void httpsWithoutTlsSettingsAndTheOtherWayAboutAreRefused() {
        assertThatThrownBy(() -> EtcdStore.open(EtcdOptions.at(cluster.clientUrls(), "x/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mcp.store.etcd.tls.bundle");
        EtcdOptions plain = EtcdOptions.at(List.of(URI.create("http://127.0.0.1:1")), "x/")
                .withTls(new EtcdTls(ours.bundle(), null, null));
        assertThatThrownBy(() -> EtcdStore.open(plain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    private static EtcdStore open(String root, Duration patience, EtcdTls tls) {
        return EtcdStore.open(EtcdOptions.at(cluster.clientUrls(), root)
                .withTls(tls)
                .withCallTimeout(Duration.ofSeconds(5))
                .withOpenTimeout(patience));
    }

    private static void assertRefused(EtcdStore store) {
        assertThat(store.status().mode()).isEqualTo(StoreMode.READ_ONLY);
        assertThat(store.status().reason()).contains("TLS").contains("mcp.store.etcd.tls");
        assertThatThrownBy(() -> store.get(new Key("a")))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("TLS")
                .satisfies(e -> assertThat(((FaultException) e).fault().kind()).isEqualTo(FaultKind.UNAVAILABLE));
    }

    private static List<Revision> revisions(Watch watch, Revision upTo) throws InterruptedException {
        List<Revision> seen = new ArrayList<>();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!seen.contains(upTo) && System.nanoTime() - deadline < 0) {
            if (watch.next(Duration.ofSeconds(1)) instanceof WatchResult.Events(List<StoreEvent> events, Revision _)) {
                events.forEach(event -> seen.add(event.revision()));
            }
        }
        return seen;
    }
}
