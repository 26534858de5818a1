package dev.mcp2026.identity.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mcp2026.identity.TestAuthority;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryCodec;
import dev.mcp2026.identity.testing.Received;
import dev.mcp2026.identity.testing.SocketClient;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesRequest;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesResponse;
import dev.mcp2026.proto.spiffe.workload.JWTSVID;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDRequest;
import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIBlockingStub;
import dev.mcp2026.proto.spiffe.workload.ValidateJWTSVIDRequest;
import dev.mcp2026.proto.spiffe.workload.ValidateJWTSVIDResponse;
import dev.mcp2026.proto.spiffe.workload.X509BundlesRequest;
import dev.mcp2026.proto.spiffe.workload.X509BundlesResponse;
import dev.mcp2026.proto.spiffe.workload.X509SVID;
import dev.mcp2026.proto.spiffe.workload.X509SVIDRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.JwtSvids;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.spiffe.X509SvidRules;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.X509Issuer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The SPIFFE Workload Endpoint and Workload API specifications, each MUST and SHOULD that a server can break.
class WorkloadApiConformanceTest {
    private static final TenantId SHOP = TestCache.SHOP;
    private static final TenantId BANK = new TenantId("bank");
    private static final String SHOPS = "unix:uid:1";
    private static final String BANKS = "unix:uid:2";
    private static final String WEB = "spiffe://test.local/tenant/shop/workload/web";
    private static final String OWN = "spiffe://test.local";

    @TempDir
    Path directory;

    private TestCache cache;
    private SocketClient client;
    private volatile String attested = SHOPS;

    @BeforeEach
    void start() {
        TestCache.Options options = TestCache.Options.usual()
                .withWait(Duration.ofMillis(200))
                .withAttestor((pid, uid, gid) -> new Caller(pid, uid, gid, EntryCodec.selectors(List.of(attested))));
        cache = TestCache.start(directory, options);
        client = client();
    }

    @AfterEach
    void stop() {
        client.close();
        cache.close();
    }

    private SocketClient client() {
        return new SocketClient(cache.socket.path());
    }

    private void register(String name) {
        put(TestCache.entry(SHOP, name, SHOPS));
    }

    /// Its SVID is there when this returns: a first one can take longer than these tests have callers wait.
    private void put(Entry entry) {
        cache.entries.put(entry);
        cache.svids.get(entry).join();
    }

    private static Entry federating(String name, String... with) {
        Entry entry = TestCache.entry(SHOP, name, SHOPS);
        return new Entry(
                entry.key(),
                entry.id(),
                entry.selectors(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                entry.hint(),
                List.of(with),
                false,
                Instant.EPOCH);
    }

    private static void refused(Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode())
                                .as(e.getMessage())
                                .isEqualTo(code));
    }

    private Received<X509SVIDRequest, X509SVIDResponse> svids() {
        Received<X509SVIDRequest, X509SVIDResponse> received = new Received<>();
        client.streaming().fetchX509SVID(X509SVIDRequest.getDefaultInstance(), received);
        return received;
    }

    private Received<X509BundlesRequest, X509BundlesResponse> x509Bundles() {
        Received<X509BundlesRequest, X509BundlesResponse> received = new Received<>();
        client.streaming().fetchX509Bundles(X509BundlesRequest.getDefaultInstance(), received);
        return received;
    }

    private Received<JWTBundlesRequest, JWTBundlesResponse> jwtBundles() {
        Received<JWTBundlesRequest, JWTBundlesResponse> received = new Received<>();
        client.streaming().fetchJWTBundles(JWTBundlesRequest.getDefaultInstance(), received);
        return received;
    }

    private List<JWTSVID> jwts(String id, String... audience) {
        return client.blocking()
                .fetchJWTSVID(JWTSVIDRequest.newBuilder()
                        .addAllAudience(List.of(audience))
                        .setSpiffeId(id)
                        .build())
                .getSvidsList();
    }

    private ValidateJWTSVIDResponse validate(String token, String audience) {
        return client.blocking()
                .validateJWTSVID(ValidateJWTSVIDRequest.newBuilder()
                        .setSvid(token)
                        .setAudience(audience)
                        .build());
    }

    private static List<X509Certificate> certificates(ByteString der) throws Exception {
        return Pem.certificates(der.toByteArray());
    }

    static Stream<Arguments> methods() {
        return Stream.of(
                method(
                        "FetchX509SVID",
                        stub -> stub.fetchX509SVID(X509SVIDRequest.getDefaultInstance())
                                .next()),
                method(
                        "FetchX509Bundles",
                        stub -> stub.fetchX509Bundles(X509BundlesRequest.getDefaultInstance())
                                .next()),
                method(
                        "FetchJWTSVID",
                        stub -> stub.fetchJWTSVID(JWTSVIDRequest.newBuilder()
                                .addAudience("billing")
                                .build())),
                method(
                        "FetchJWTBundles",
                        stub -> stub.fetchJWTBundles(JWTBundlesRequest.getDefaultInstance())
                                .next()),
                method(
                        "ValidateJWTSVID",
                        stub -> stub.validateJWTSVID(ValidateJWTSVIDRequest.newBuilder()
                                .setAudience("billing")
                                .setSvid("x.y.z")
                                .build())));
    }

    private static Arguments method(String name, Consumer<SpiffeWorkloadAPIBlockingStub> call) {
        return Arguments.of(name, call);
    }

    @Nested
    class Endpoint {
        /// Workload Endpoint 3: so that a server-side request forgery, which can't set it, gets nothing.
        @ParameterizedTest
        @MethodSource("dev.mcp2026.identity.workload.WorkloadApiConformanceTest#methods")
        void refusesACallWithoutItsHeader(String name, Consumer<SpiffeWorkloadAPIBlockingStub> call) {
            register("web");
            refused(Status.Code.INVALID_ARGUMENT, () -> call.accept(client.blocking(new String[0])));
        }

        @ParameterizedTest
        @MethodSource("dev.mcp2026.identity.workload.WorkloadApiConformanceTest#methods")
        void refusesAnotherValueOfItsHeader(String name, Consumer<SpiffeWorkloadAPIBlockingStub> call) {
            register("web");
            for (String value : List.of("false", "", "1", "TRUE", "true,true")) {
                refused(Status.Code.INVALID_ARGUMENT, () -> call.accept(client.blocking(value)));
            }
        }

        @ParameterizedTest
        @MethodSource("dev.mcp2026.identity.workload.WorkloadApiConformanceTest#methods")
        void refusesACallerWithoutAnIdentity(String name, Consumer<SpiffeWorkloadAPIBlockingStub> call) {
            cache.entries.put(TestCache.entry(BANK, "teller", BANKS));
            refused(Status.Code.PERMISSION_DENIED, () -> call.accept(client.blocking()));
        }

        /// Two processes at one socket: what each gets is its own.
        @Test
        void tellsCallersApartByWhatTheKernelSays() {
            register("web");
            cache.entries.put(TestCache.entry(BANK, "teller", BANKS));
            assertThat(ids(svids().first())).containsExactly(WEB);
            attested = BANKS;
            client.close();
            client = client();
            assertThat(ids(svids().first())).containsExactly("spiffe://test.local/tenant/bank/workload/teller");
            refused(Status.Code.PERMISSION_DENIED, () -> jwts(WEB, "billing"));
        }

        @Test
        void refusesARequestThatIsTooLargeAndLivesOn() {
            register("web");
            String large = "x".repeat(100_000);
            refused(Status.Code.RESOURCE_EXHAUSTED, () -> jwts("", large));
            refused(Status.Code.RESOURCE_EXHAUSTED, () -> validate(large, "billing"));
            assertThat(jwts("", "billing")).hasSize(1);
        }

        @Test
        void servesNoMoreCallsOfOneConnectionThanItMay() {
            register("web");
            List<Received<X509SVIDRequest, X509SVIDResponse>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(svids());
            }
            all.forEach(Received::first);
            Received<X509SVIDRequest, X509SVIDResponse> more = svids();
            // Another connection is served meanwhile, the one beyond the limit is not.
            try (SocketClient other = client()) {
                assertThat(other.blocking()
                                .fetchX509SVID(X509SVIDRequest.getDefaultInstance())
                                .next()
                                .getSvidsCount())
                        .isOne();
            }
            assertThat(more.messages).isEmpty();
            all.getFirst().cancel();
            Await.until("its end", TestCache.PATIENCE, () -> cache.hub.subscriptions() == 99);
            // gRPC's client sends what it held back along with whatever is next: an update of the others.
            register("api");
            more.first();
        }
    }

    private static List<String> ids(X509SVIDResponse message) {
        return message.getSvidsList().stream().map(X509SVID::getSpiffeId).toList();
    }

    @Nested
    class X509 {
        @Test
        void givesLeafChainKeyAndBundle() throws Exception {
            register("web");
            X509SVID svid = svids().first().getSvids(0);
            List<X509Certificate> chain = certificates(svid.getX509Svid());
            TrustBundle bundle = cache.bundles.own();
            assertThat(X509SvidRules.validate(chain, bundle, Instant.now())).hasToString(svid.getSpiffeId());
            assertThat(certificates(svid.getBundle())).isEqualTo(bundle.x509Authorities());
            assertThat(chain).doesNotContainAnyElementsOf(bundle.x509Authorities());
            ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(svid.getX509SvidKey().toByteArray()));
            var signature = java.security.Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(new byte[] {1});
            byte[] signed = signature.sign();
            signature.initVerify(chain.getFirst().getPublicKey());
            signature.update(new byte[] {1});
            assertThat(signature.verify(signed)).isTrue();
        }

        /// Workload API 5.2: the first is the default identity, so that the order must not change.
        @Test
        void givesAllIdentitiesInTheSameOrderWithTheirHints() {
            for (String name : List.of("web", "api", "batch")) {
                register(name);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(svids().first().getSvidsList())
                        .extracting(X509SVID::getHint)
                        .containsExactly("api", "batch", "web");
            }
            Received<X509SVIDRequest, X509SVIDResponse> stream = svids();
            X509SVIDResponse before = stream.first();
            Await.until("subscriptions", TestCache.PATIENCE, () -> cache.svids.renew(any -> true) == 3);
            X509SVIDResponse after = stream.last(
                    "all renewed",
                    message -> message.getSvidsList().stream()
                            .noneMatch(one -> before.getSvidsList().contains(one)));
            assertThat(ids(after)).isEqualTo(ids(before));
        }

        @Test
        void waitsForAnIdentityThatIsOnItsWay() {
            try (TestCache patient = TestCache.start(
                            directory.resolve("patient"),
                            TestCache.Options.usual()
                                    .withWait(TestCache.PATIENCE)
                                    .withAttestor((pid, uid, gid) ->
                                            new Caller(pid, uid, gid, EntryCodec.selectors(List.of(SHOPS)))));
                    SocketClient waiting = new SocketClient(patient.socket.path())) {
                Received<X509SVIDRequest, X509SVIDResponse> stream = new Received<>();
                waiting.streaming().fetchX509SVID(X509SVIDRequest.getDefaultInstance(), stream);
                Await.until("the subscription", TestCache.PATIENCE, () -> patient.hub.subscriptions() == 1);
                patient.entries.put(TestCache.entry(SHOP, "web", SHOPS));
                assertThat(ids(stream.first())).containsExactly(WEB);
            }
        }

        /// To be refused means to have no identity; a client may give up then.
        @Test
        void doesNotRefuseACallerWhoseSvidTakesLong() {
            CountDownLatch issued = new CountDownLatch(1);
            Authority slow = (Authority) Proxy.newProxyInstance(
                    Authority.class.getClassLoader(), new Class<?>[] {Authority.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("x509")) {
                            issued.await();
                        }
                        return method.invoke(cache.authority, arguments);
                    });
            TestCache.Options options = TestCache.Options.usual()
                    .withWait(Duration.ofMillis(50))
                    .withAttestor((pid, uid, gid) -> new Caller(pid, uid, gid, EntryCodec.selectors(List.of(SHOPS))));
            try (TestCache late = new TestCache(directory.resolve("late"), options, slow);
                    SocketClient waiting = new SocketClient(late.socket.path())) {
                late.entries.put(TestCache.entry(SHOP, "web", SHOPS));
                Received<X509SVIDRequest, X509SVIDResponse> stream = new Received<>();
                waiting.streaming().fetchX509SVID(X509SVIDRequest.getDefaultInstance(), stream);
                assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                issued.countDown();
                late.svids.get(TestCache.entry(SHOP, "web", SHOPS)).join();
                Await.until("it", TestCache.PATIENCE, () -> {
                    Received<X509SVIDRequest, X509SVIDResponse> again = new Received<>();
                    waiting.streaming().fetchX509SVID(X509SVIDRequest.getDefaultInstance(), again);
                    return ids(again.first()).equals(List.of(WEB));
                });
            }
        }

        /// Workload API 6.1: one that is not authorized any more is told so.
        @Test
        void endsAllStreamsOfACallerWhoseIdentityIsRevoked() {
            register("web");
            Received<X509SVIDRequest, X509SVIDResponse> svids = svids();
            Received<X509BundlesRequest, X509BundlesResponse> x509 = x509Bundles();
            Received<JWTBundlesRequest, JWTBundlesResponse> jwt = jwtBundles();
            svids.first();
            x509.first();
            jwt.first();
            cache.entries.delete(TestCache.entry(SHOP, "web", SHOPS).key());
            for (Received<?, ?> stream : List.of(svids, x509, jwt)) {
                assertThat(stream.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            }
            refused(Status.Code.PERMISSION_DENIED, () -> jwts("", "billing"));
            Await.until("no subscriptions", TestCache.PATIENCE, () -> cache.hub.subscriptions() == 0);
        }

        @Test
        void tellsOfOneOfSeveralThatIsRevoked() {
            register("api");
            register("web");
            Received<X509SVIDRequest, X509SVIDResponse> stream = svids();
            stream.first();
            cache.entries.delete(TestCache.entry(SHOP, "api", SHOPS).key());
            stream.last("the other", message -> ids(message).equals(List.of(WEB)));
            assertThat(stream.isOpen()).isTrue();
        }

        @Test
        void sendsAllAgainWhereABundleChanges() throws Exception {
            put(federating("web", "other.example", "unknown.example", TestCache.DOMAIN));
            Received<X509SVIDRequest, X509SVIDResponse> svids = svids();
            Received<X509BundlesRequest, X509BundlesResponse> bundles = x509Bundles();
            assertThat(svids.first().getFederatedBundlesMap()).isEmpty();
            assertThat(bundles.first().getBundlesMap()).containsOnlyKeys(OWN);
            TrustBundle other = new TestAuthority("other.example", Instant.now()).bundle();
            cache.federated.put("other.example", other);
            cache.federated.put("third.example", new TestAuthority("third.example", Instant.now()).bundle());
            cache.bundles.changed();
            X509SVIDResponse message = svids.last("it", one -> one.getFederatedBundlesCount() == 1);
            assertThat(message.getFederatedBundlesMap()).containsOnlyKeys("spiffe://other.example");
            assertThat(certificates(message.getFederatedBundlesOrThrow("spiffe://other.example")))
                    .isEqualTo(other.x509Authorities());
            assertThat(ids(message)).containsExactly(WEB);
            X509BundlesResponse all = bundles.last("it", one -> one.getBundlesCount() == 2);
            assertThat(all.getBundlesMap()).containsOnlyKeys(OWN, "spiffe://other.example");
            assertThat(certificates(all.getBundlesOrThrow(OWN)))
                    .isEqualTo(cache.bundles.own().x509Authorities());
        }

        @Test
        void sendsNothingWhereNothingChanges() {
            register("web");
            Received<X509SVIDRequest, X509SVIDResponse> stream = svids();
            stream.first();
            cache.bundles.changed();
            cache.entries.put(TestCache.entry(SHOP, "other", BANKS));
            register("api");
            stream.last("the second", message -> message.getSvidsCount() == 2);
            assertThat(stream.messages).hasSize(2);
        }
    }

    @Nested
    class Jwt {
        @Test
        void givesBundlesAsJwkSetsByTrustDomain() {
            put(federating("web", "other.example"));
            cache.federated.put("other.example", withKey("other.example", keys()));
            JWTBundlesResponse message = jwtBundles().first();
            assertThat(message.getBundlesMap()).containsOnlyKeys(OWN, "spiffe://other.example");
            message.getBundlesMap()
                    .forEach((id, document) -> assertThat(
                                    BundleDocument.parse(id.substring("spiffe://".length()), document.toByteArray())
                                            .jwtAuthorities())
                            .hasSize(1));
            assertThat(BundleDocument.parse(
                                    TestCache.DOMAIN,
                                    message.getBundlesOrThrow(OWN).toByteArray())
                            .jwtAuthorities())
                    .isEqualTo(cache.bundles.own().jwtAuthorities());
        }

        @Test
        void givesOneForEachIdentityWhereNoneIsNamed() {
            register("web");
            register("api");
            List<JWTSVID> svids = jwts("", "billing", "shipping");
            assertThat(svids).extracting(JWTSVID::getHint).containsExactly("api", "web");
            for (JWTSVID svid : svids) {
                var valid = JwtSvids.validate(
                        svid.getSvid(), "shipping", Map.of(TestCache.DOMAIN, cache.bundles.own()), Instant.now());
                assertThat(valid.id()).hasToString(svid.getSpiffeId());
            }
        }

        @Test
        void givesTheOneThatIsNamed() {
            register("web");
            register("api");
            assertThat(jwts(WEB, "billing")).extracting(JWTSVID::getSpiffeId).containsExactly(WEB);
        }

        @Test
        void requiresAnAudience() {
            register("web");
            refused(Status.Code.INVALID_ARGUMENT, () -> jwts(""));
            refused(Status.Code.INVALID_ARGUMENT, () -> jwts("", ""));
            refused(Status.Code.INVALID_ARGUMENT, () -> jwts("", "billing", ""));
            refused(Status.Code.INVALID_ARGUMENT, () -> jwts("", "x".repeat(1025)));
            refused(
                    Status.Code.INVALID_ARGUMENT,
                    () -> jwts("", "billing ".repeat(17).split(" ")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "spiffe://test.local/tenant/bank/workload/teller",
                    "spiffe://test.local/tenant/shop/workload/nobody",
                    "spiffe://other.example/tenant/shop/workload/web",
                    "spiffe://test.local/tenant/shop/workload/WEB",
                    "spiffe://test.local"
                })
        void refusesAnIdentityThatIsNotTheCallers(String id) {
            register("web");
            cache.entries.put(TestCache.entry(BANK, "teller", BANKS));
            refused(Status.Code.PERMISSION_DENIED, () -> jwts(id, "billing"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "web",
                    "https://test.local/web",
                    "spiffe://",
                    "spiffe://test.local/",
                    "spiffe://test.local//web",
                    "spiffe://TEST.local/web",
                    "spiffe://test.local/../web",
                    "spiffe://test.local:80/web",
                    "spiffe://test.local/web?x",
                    "spiffe://test.local/w%65b"
                })
        void refusesAnIdThatIsNone(String id) {
            register("web");
            refused(Status.Code.INVALID_ARGUMENT, () -> jwts(id, "billing"));
        }

        @Test
        void validatesATokenAndGivesItsClaims() {
            register("web");
            ValidateJWTSVIDResponse valid =
                    validate(jwts(WEB, "billing").getFirst().getSvid(), "billing");
            assertThat(valid.getSpiffeId()).isEqualTo(WEB);
            assertThat(valid.getClaims().getFieldsOrThrow("sub").getStringValue())
                    .isEqualTo(WEB);
            assertThat(valid.getClaims()
                            .getFieldsOrThrow("aud")
                            .getListValue()
                            .getValues(0)
                            .getStringValue())
                    .isEqualTo("billing");
            assertThat(valid.getClaims().getFieldsOrThrow("exp").getNumberValue())
                    .isGreaterThan(Instant.now().getEpochSecond());
        }

        @Test
        void refusesTokensThatAreNotValid() {
            register("web");
            String good = jwts(WEB, "billing").getFirst().getSvid();
            String[] parts = good.split("\\.");
            KeyPair stranger = keys();
            Instant now = Instant.now();
            for (String token : List.of(
                    "garbage",
                    "..",
                    "a.b.c",
                    good + "x",
                    good.substring(0, good.length() - 8),
                    parts[0] + "." + parts[1] + ".",
                    parts[0] + "." + base64("{\"sub\":\"" + WEB + "\",\"aud\":[\"billing\"],\"exp\":99999999999}") + "."
                            + parts[2],
                    base64("{\"alg\":\"none\"}") + "." + parts[1] + ".",
                    base64("{\"alg\":\"HS256\",\"kid\":\"x\"}") + "." + parts[1] + "." + parts[2],
                    token(WEB, now, now.plusSeconds(60), stranger, "stranger"),
                    token(WEB, now, now.plusSeconds(60), stranger, kid()),
                    token(WEB, now.minusSeconds(600), now.minusSeconds(60), stranger, kid()),
                    token("spiffe://foreign.example/web", now, now.plusSeconds(60), stranger, kid()))) {
                refused(Status.Code.INVALID_ARGUMENT, () -> validate(token, "billing"));
            }
            refused(Status.Code.INVALID_ARGUMENT, () -> validate(good, "shipping"));
            refused(Status.Code.INVALID_ARGUMENT, () -> validate(good, ""));
            refused(Status.Code.INVALID_ARGUMENT, () -> validate("", "billing"));
            assertThat(validate(good, "billing").getSpiffeId()).isEqualTo(WEB);
        }

        /// With a federated bundle for those whose entry says so, and for nobody else.
        @Test
        void validatesAForeignTokenForThoseWhoFederate() {
            KeyPair theirs = keys();
            cache.federated.put("other.example", withKey("other.example", theirs));
            Instant now = Instant.now();
            String token = token("spiffe://other.example/web", now, now.plusSeconds(60), theirs, "theirs");
            register("web");
            refused(Status.Code.INVALID_ARGUMENT, () -> validate(token, "billing"));
            put(federating("web", "other.example"));
            assertThat(validate(token, "billing").getSpiffeId()).isEqualTo("spiffe://other.example/web");
        }

        private String kid() {
            return cache.bundles.own().jwtAuthorities().keySet().iterator().next();
        }

        private static String token(String id, Instant issued, Instant end, KeyPair keys, String kid) {
            return JwtSvids.issue(SpiffeId.parse(id), List.of("billing"), issued, end, keys.getPrivate(), kid);
        }

        private static TrustBundle withKey(String domain, KeyPair keys) {
            return new TrustBundle(
                    domain,
                    new TestAuthority(domain, Instant.now()).bundle().x509Authorities(),
                    Map.of("theirs", keys.getPublic()),
                    1,
                    Duration.ofMinutes(5));
        }

        private static KeyPair keys() {
            try {
                return X509Issuer.newKeys(new SecureRandom());
            } catch (java.security.GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        private static String base64(String text) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
