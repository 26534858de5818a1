package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.http3.Credentials;
import dev.mcp2026.http3.DatagramSockets;
import dev.mcp2026.http3.Http3ChannelBuilder;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.proto.identity.v1.DeleteEntryRequest;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.ExplainRequest;
import dev.mcp2026.proto.identity.v1.ExplainResponse;
import dev.mcp2026.proto.identity.v1.FetchJwtSvidRequest;
import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.proto.identity.v1.ListEntriesRequest;
import dev.mcp2026.proto.identity.v1.ListSvidsRequest;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;
import dev.mcp2026.proto.identity.v1.PutEntryResponse;
import dev.mcp2026.proto.identity.v1.RotateSvidsRequest;
import dev.mcp2026.proto.identity.v1.SignX509SvidRequest;
import dev.mcp2026.proto.identity.v1.SignX509SvidResponse;
import dev.mcp2026.proto.identity.v1.WatchBundlesRequest;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.Selector;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.RedisServer;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.Svid;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import dev.mcp2026.trust.X509Issuer;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.spiffe.workloadapi.DefaultWorkloadApiClient;
import io.spiffe.workloadapi.WorkloadApiClient;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A real identity cache, a real registry that takes its SVID from it, an unmodified SPIFFE client.
class IdentitySystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TenantId SHOP = new TenantId("shop");
    private static final Role SHOP_OPERATOR = new Role.TenantOperator(SHOP, "ann");
    private static final Role BANK_OPERATOR = new Role.TenantOperator(new TenantId("bank"), "bob");

    private static final Role REGISTRY = new Role.CellService(new CellId("cell1"), "registry");
    private static final Role CACHE = new Role.CellService(new CellId("cell1"), "identity-cache");

    private static TrustDirectory trust;
    private static IdentityCacheProcess cache;
    private static RegistryProcess registry;

    @BeforeAll
    static void start() throws Exception {
        Path root = Files.createTempDirectory("mcp-id");
        trust = new TrustDirectory(root.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                                TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("identity-cache"))
                        .with(REGISTRY)
                        .with(SHOP_OPERATOR)
                        .with(BANK_OPERATOR));
        cache = new IdentityCacheProcess("cell1", root.resolve("identity"), trust)
                .start("""
                mcp.identity.patience=500ms
                mcp.identity.entries.registry.spiffe-id=spiffe://mcp2026.local/cell/cell1/registry
                mcp.identity.entries.registry.selectors=unix:uid:%d
                mcp.identity.entries.registry.hint=registry
                """.formatted(IdentityCacheProcess.user()));
        registry = new RegistryProcess("cell1", root, trust)
                .start("", "mcp.identity.workload-api=unix:" + cache.socket + "\nmcp.identity.hint=registry");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
        if (cache != null) {
            cache.close();
        }
    }

    private static Entry entry(String tenant, String name) {
        return Entry.newBuilder()
                .setTenant(tenant)
                .setName(name)
                .setSpiffeId("spiffe://mcp2026.local/tenant/" + tenant + "/workload/" + name)
                .addSelectors("unix:uid:" + IdentityCacheProcess.user())
                .setHint(name)
                .build();
    }

    private static PutEntryResponse put(Entry entry, Role role) throws Exception {
        return cache.as(role)
                .putEntry(PutEntryRequest.newBuilder().setEntry(entry).build());
    }

    private static X509Certificate served(int port) throws Exception {
        TlsMaterial me = TlsMaterial.read(trust.svid(TrustPlan.DEVELOPER));
        try (SSLSocket socket = (SSLSocket) me.sslContext().getSocketFactory().createSocket("127.0.0.1", port)) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aServiceTakesItsCertificateFromHereAndRotatesWithoutDroppingConnections() throws Exception {
        List<WatchResponse> seen = new CopyOnWriteArrayList<>();
        AtomicReference<Throwable> ended = new AtomicReference<>();
        RegistryGrpc.newStub(registry.channel(TrustPlan.DEVELOPER))
                .watch(
                        WatchRequest.newBuilder()
                                .setSelector(Selector.newBuilder().setTenant("shop"))
                                .build(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(WatchResponse message) {
                                seen.add(message);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                ended.set(failure);
                            }

                            @Override
                            public void onCompleted() {
                                ended.set(new IllegalStateException("completed"));
                            }
                        });
        Await.until("the watch", PATIENCE, () -> !seen.isEmpty());
        X509Certificate before = served(registry.grpcPort);
        assertThat(before.getIssuerX500Principal().getName())
                .as("issued by the cache's issuer for the platform")
                .contains("CN=platform");
        assertThat(served(registry.httpPort).getSerialNumber()).isEqualTo(before.getSerialNumber());

        Await.until(
                "it is subscribed",
                PATIENCE,
                () ->
                        cache
                                .as(TrustPlan.DEVELOPER)
                                .listSvids(ListSvidsRequest.getDefaultInstance())
                                .getSvidsList()
                                .stream()
                                .anyMatch(svid -> svid.getEntry().equals("registry") && svid.getSubscribers() > 0));
        cache.as(TrustPlan.DEVELOPER)
                .rotateSvids(RotateSvidsRequest.newBuilder().setIssuers(true).build());

        Await.until(
                "both servers show the new one",
                PATIENCE,
                () -> !served(registry.grpcPort).getSerialNumber().equals(before.getSerialNumber())
                        && !served(registry.httpPort).getSerialNumber().equals(before.getSerialNumber()));
        int heard = seen.size();
        TwoCells.registry(registry, SHOP_OPERATOR)
                .register(dev.mcp2026.proto.registry.v1.RegisterRequest.newBuilder()
                        .setRegistration(TwoCells.tcpInstance("web", "web-1", 1))
                        .build());
        Await.until("the open stream goes on", PATIENCE, () -> seen.size() > heard);
        assertThat(ended.get()).isNull();
    }

    @Test
    void anUnmodifiedSpiffeClientIsServed() throws Exception {
        put(entry("shop", "client"), SHOP_OPERATOR);
        try (WorkloadApiClient client =
                DefaultWorkloadApiClient.newClient(DefaultWorkloadApiClient.ClientOptions.builder()
                        .spiffeSocketPath("unix:" + cache.socket)
                        .build())) {
            assertThat(client.fetchX509Context().getX509Svids())
                    .anySatisfy(svid -> assertThat(svid.getSpiffeId().toString())
                            .isEqualTo("spiffe://mcp2026.local/tenant/shop/workload/client"));
            assertThat(client.fetchJwtSvids("billing")).isNotEmpty();
        }
        cache.as(SHOP_OPERATOR)
                .deleteEntry(DeleteEntryRequest.newBuilder()
                        .setTenant("shop")
                        .setName("client")
                        .build());
    }

    @Test
    void oneTenantCanNeitherReadNorChangeAnothers() throws Exception {
        put(entry("shop", "secret"), SHOP_OPERATOR);
        assertThatThrownBy(() -> put(entry("shop", "secret"), BANK_OPERATOR))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
        assertThatThrownBy(() -> put(
                        entry("bank", "thief").toBuilder()
                                .setSpiffeId("spiffe://mcp2026.local/tenant/shop/workload/secret")
                                .build(),
                        BANK_OPERATOR))
                .isInstanceOf(StatusRuntimeException.class);
        assertThatThrownBy(() -> cache.as(BANK_OPERATOR)
                        .listEntries(ListEntriesRequest.newBuilder()
                                .setTenant("shop")
                                .build()))
                .isInstanceOf(StatusRuntimeException.class);
        assertThat(cache.as(BANK_OPERATOR)
                        .listEntries(ListEntriesRequest.getDefaultInstance())
                        .getEntriesList())
                .noneMatch(found -> found.getTenant().equals("shop"));
        assertThat(cache.as(BANK_OPERATOR)
                        .explain(ExplainRequest.newBuilder()
                                .setSpiffeId("spiffe://mcp2026.local/tenant/shop/workload/secret")
                                .build())
                        .getMatchesList())
                .isEmpty();
        assertThatThrownBy(() -> cache.as(BANK_OPERATOR)
                        .deleteEntry(DeleteEntryRequest.newBuilder()
                                .setTenant("shop")
                                .setName("secret")
                                .build()))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void aProcessCanBeAskedWhy() throws Exception {
        ExplainResponse why = cache.as(TrustPlan.DEVELOPER)
                .explain(ExplainRequest.newBuilder()
                        .setPid((int) ProcessHandle.current().pid())
                        .build());
        assertThat(why.getSelectorsList())
                .contains("unix:uid:" + IdentityCacheProcess.user())
                .anyMatch(selector -> selector.startsWith("unix:path:/"));
        assertThat(why.getMatchesList())
                .anyMatch(match -> match.getEntry().getName().equals("registry"));
        assertThat(why.getUpstream().getKind()).isEqualTo("BUILT_IN");
    }

    private static byte[] request(KeyPair keys, PrivateKey signer) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=ignored"), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))
                .getEncoded();
    }

    @Test
    void aServiceOfTheSuiteHasItsOwnKeySignedAndTheChainPrunedToWhatItsPeersNeed() throws Exception {
        KeyPair keys = X509Issuer.newKeys(new SecureRandom());
        ByteString csr = ByteString.copyFrom(request(keys, keys.getPrivate()));
        var registryRole = cache.as(REGISTRY);
        SignX509SvidResponse whole = registryRole.signX509Svid(
                SignX509SvidRequest.newBuilder().setCsr(csr).build());
        assertThat(whole.getChainCount()).isEqualTo(2);

        Bundle own = registryRole
                .watchBundles(WatchBundlesRequest.getDefaultInstance())
                .next()
                .getBundles(0);
        SignX509SvidRequest.Builder known = SignX509SvidRequest.newBuilder().setCsr(csr);
        for (ByteString issuer : own.getIntermediatesList()) {
            known.addPeerAnchors(
                    ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(issuer.toByteArray())));
        }
        SignX509SvidResponse pruned = registryRole.signX509Svid(known.build());
        assertThat(pruned.getChainCount()).isEqualTo(1);
        assertThat(pruned.getPrunedBytes()).isEqualTo(whole.getChain(1).size());
        X509Certificate leaf =
                Pem.certificates(pruned.getChain(0).toByteArray()).getFirst();
        assertThat(Svid.idOf(leaf)).isEqualTo(REGISTRY.in(TrustPlan.DEFAULT_TRUST_DOMAIN));
        assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());

        KeyPair others = X509Issuer.newKeys(new SecureRandom());
        assertThatThrownBy(() -> registryRole.signX509Svid(SignX509SvidRequest.newBuilder()
                        .setCsr(ByteString.copyFrom(request(keys, others.getPrivate())))
                        .build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        assertThatThrownBy(() -> cache.as(SHOP_OPERATOR)
                        .signX509Svid(
                                SignX509SvidRequest.newBuilder().setCsr(csr).build()))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void itIsServedOverTheMeshToo() throws Exception {
        TlsMaterial me = TlsMaterial.read(trust.svid(REGISTRY));
        SpiffeTrustManager peers = new SpiffeTrustManager(
                me.bundle(), CACHE.in(TrustPlan.DEFAULT_TRUST_DOMAIN)::equals, "the identity cache");
        EventLoopGroup loops = DatagramSockets.newGroup(1, "test");
        ManagedChannel channel = Http3ChannelBuilder.forAddress(
                        "127.0.0.1",
                        cache.grpcPort,
                        loops,
                        ClientTls.of(
                                new Credentials(me.keyManagers(), chain -> peers.checkServerTrusted(chain, "UNKNOWN"))))
                .build();
        try {
            assertThat(IdentityGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(30, TimeUnit.SECONDS)
                            .fetchJwtSvid(FetchJwtSvidRequest.newBuilder()
                                    .addAudience("billing")
                                    .build())
                            .getToken())
                    .isNotEmpty();
        } finally {
            channel.shutdownNow();
            loops.shutdownGracefully();
        }
    }

    /// Of all keys, by Redis' own protocol.
    private static String keys(RedisServer redis) throws Exception {
        try (Socket socket =
                new Socket(redis.address().getAddress(), redis.address().getPort())) {
            socket.getOutputStream().write("KEYS *\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theSecondLevelIsInRedisWhereThatIsConfiguredAndItsAbsenceHindersNothing() throws Exception {
        assumeTrue(RedisServer.available(), "redis-server is not installed");
        Path folder = Files.createTempDirectory("mcp-id-redis");
        try (RedisServer redis = RedisServer.start();
                IdentityCacheProcess other = new IdentityCacheProcess("cell1", folder, trust)) {
            redis.awaitReady();
            other.start("mcp.identity.l2.kind=redis\nmcp.identity.l2.redis=redis://127.0.0.1:"
                    + redis.address().getPort());
            other.as(SHOP_OPERATOR)
                    .putEntry(PutEntryRequest.newBuilder()
                            .setEntry(entry("shop", "web"))
                            .build());
            Await.until("the bundle is shared", PATIENCE, () -> keys(redis).contains("mcp:identity:platform:"));
            redis.process().kill();
            try (WorkloadApiClient client =
                    DefaultWorkloadApiClient.newClient(DefaultWorkloadApiClient.ClientOptions.builder()
                            .spiffeSocketPath("unix:" + other.socket)
                            .build())) {
                assertThat(client.fetchX509Context().getX509Svids()).hasSize(1);
            }
        }
    }

    @Test
    void entriesOutliveTheProcessAndItsClientsDoToo() throws Exception {
        put(entry("shop", "kept"), SHOP_OPERATOR);
        cache.kill();
        assertThat(served(registry.grpcPort)).as("the registry goes on").isNotNull();
        cache.restart();
        assertThat(cache.as(SHOP_OPERATOR)
                        .listEntries(ListEntriesRequest.newBuilder()
                                .setTenant("shop")
                                .build())
                        .getEntriesList())
                .anyMatch(found -> found.getName().equals("kept"));
        Await.until(
                "the registry subscribes again",
                PATIENCE,
                () ->
                        cache
                                .as(TrustPlan.DEVELOPER)
                                .listSvids(ListSvidsRequest.getDefaultInstance())
                                .getSvidsList()
                                .stream()
                                .anyMatch(svid -> svid.getEntry().equals("registry") && svid.getSubscribers() > 0));
    }

    private static HttpResponse<String> rest(String method, String path, String body, boolean withToken)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + cache.httpPort + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (withToken) {
            request.header(
                    "Authorization", "Bearer " + Files.readString(trust.token()).strip());
        }
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(TlsMaterial.read(trust.svid(TrustPlan.DEVELOPER))
                        .withoutSvid()
                        .sslContext())
                .build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void theBundleIsOpenAndTheRestIsNot() throws Exception {
        HttpResponse<String> bundle = rest("GET", "/spiffe/bundle", "", false);
        assertThat(bundle.statusCode()).isEqualTo(200);
        assertThat(bundle.body()).contains("x509-svid").contains("jwt-svid").doesNotContain("\"d\"");
        assertThat(rest("GET", "/api/v1/identity/entries", "", false).statusCode())
                .isEqualTo(401);
        HttpResponse<String> entries = rest("GET", "/api/v1/identity/entries", "", true);
        assertThat(entries.statusCode()).isEqualTo(200);
        assertThat(entries.body()).contains("\"registry\"");
    }

    @Test
    void entriesAreMadeByRestToo() throws Exception {
        String path = "/api/v1/tenants/shop/identity/entries/rest";
        String body = """
                {"spiffeId":"spiffe://mcp2026.local/tenant/shop/workload/rest",
                 "selectors":["unix:uid:4711"],"x509Ttl":"10m"}""";
        assertThat(rest("PUT", path, body, true).statusCode()).isEqualTo(201);
        assertThat(rest("PUT", path, body, true).statusCode()).isEqualTo(200);
        assertThat(rest("GET", "/api/v1/identity/entries?tenant=shop", "", true).body())
                .contains("\"x509Ttl\":\"600s\"");
        HttpResponse<String> foreign = rest("PUT", path, body.replace("mcp2026.local", "elsewhere.example"), true);
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(foreign.body()).contains("elsewhere.example").contains("spiffeId");
        HttpResponse<String> colour = rest("PUT", path, body.replace("x509Ttl", "colour"), true);
        assertThat(colour.statusCode()).isEqualTo(400);
        assertThat(colour.body()).contains("colour");
        HttpResponse<String> why = rest(
                "GET", "/api/v1/identity/why?pid=" + ProcessHandle.current().pid(), "", true);
        assertThat(why.body()).contains("unix:uid:" + IdentityCacheProcess.user());
        assertThat(rest("POST", "/api/v1/identity/rotate", "{\"tenant\":\"shop\"}", true)
                        .statusCode())
                .as("what it is to be limited to is not overlooked")
                .isEqualTo(400);
        assertThat(rest("POST", "/api/v1/identity/rotate?tenat=shop", "", true).statusCode())
                .isEqualTo(400);
        assertThat(rest("POST", "/api/v1/identity/rotate?tenant=nobody", "", true)
                        .body())
                .contains("\"rotated\":0");
        assertThat(rest("GET", "/api/v1/identity/entries?tenant=nobody", "", true)
                        .body())
                .contains("\"entries\":[]");
        HttpResponse<String> odd = rest("PUT", path, body.replace("unix:uid:", "docker:uid:"), true);
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(odd.body()).contains("no process can have");
        assertThat(rest("DELETE", path, "", true).statusCode()).isEqualTo(204);
        assertThat(rest("DELETE", path, "", true).statusCode()).isEqualTo(404);
    }
}
