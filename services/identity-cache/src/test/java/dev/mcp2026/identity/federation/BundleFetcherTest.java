package dev.mcp2026.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both profiles against real TLS servers.
class BundleFetcherTest {
    private static final Duration HINT = Duration.ofMinutes(7);

    private static Domain other;
    private static Domain stranger;
    private static String document;

    @BeforeAll
    static void makeAuthorities() {
        other = new Domain("other.org");
        stranger = new Domain("stranger.org");
        document = BundleDocument.write(other.bundle(3, HINT));
    }

    // https_spiffe

    @Test
    void anEndpointWithItsSpiffeIdIsBelieved() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles")).answers(document)) {
            assertThat(fetch(spiffe(endpoint, "bundles"), known(other))).isEqualTo(other.bundle(3, HINT));
        }
    }

    @Test
    void anotherSpiffeIdIsRefused() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(other.svid("web")).answers(document)) {
            assertRefused("expected spiffe://other.org/bundles", spiffe(endpoint, "bundles"), known(other));
            assertThat(endpoint.requests()).isZero();
        }
    }

    @Test
    void anExpiredSvidIsRefused() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(other.expired("bundles")).answers(document)) {
            assertRefused("", spiffe(endpoint, "bundles"), known(other));
            assertThat(endpoint.requests()).isZero();
        }
    }

    @Test
    void anAuthorityThatTheBundleDoesNotHaveIsRefused() throws Exception {
        Domain impostor = new Domain("other.org");
        try (TlsEndpoint endpoint = new TlsEndpoint(impostor.svid("bundles")).answers(document)) {
            assertRefused("", spiffe(endpoint, "bundles"), known(other));
        }
    }

    @Test
    void anotherTrustDomainsAuthorityIsNotEnough() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(stranger.svid("bundles")).answers(document)) {
            assertRefused("not of trust domain other.org", spiffe(endpoint, "bundles"), known(other, stranger));
        }
    }

    @Test
    void anEndpointOfAThirdTrustDomainIsRecognizedByThatOnesBundle() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(stranger.svid("bundles")).answers(document)) {
            Federation federation = new Federation(
                    "other.org", endpoint.uri(), Profile.HTTPS_SPIFFE, Optional.of(stranger.id("bundles")), List.of());
            assertThat(fetch(federation, known(stranger))).isEqualTo(other.bundle(3, HINT));
            assertFault(FaultKind.UNAVAILABLE, "no bundle of stranger.org yet", federation, known(other));
        }
    }

    @Test
    void aRevokedTrustDomainIsBelievedNoMore() throws Exception {
        TrustBundle empty = new TrustBundle("other.org", List.of(), Map.of(), 4, HINT);
        try (TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles")).answers(document)) {
            assertRefused("no X.509 authorities", spiffe(endpoint, "bundles"), Map.of("other.org", empty));
        }
    }

    // https_web

    @Test
    void aWebCertificateIsCheckedByHostNameAndAuthority() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(stranger.svid("any")).answers(document)) {
            Federation federation = web(endpoint.uri());
            assertThat(fetcher(stranger.authorities()).fetch(federation, Map.of()))
                    .isEqualTo(other.bundle(3, HINT));

            assertThatThrownBy(() -> fetcher(List.of()).fetch(federation, Map.of()))
                    .as("the JDK's authorities")
                    .isInstanceOf(FaultException.class);
        }
        try (TlsEndpoint nameless = new TlsEndpoint(stranger.nameless("any")).answers(document)) {
            assertThatThrownBy(() -> fetcher(stranger.authorities()).fetch(web(nameless.uri()), Map.of()))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            refused -> assertThat(refused.fault().kind()).isEqualTo(FaultKind.UNAUTHENTICATED));
            assertThat(nameless.requests()).isZero();
        }
    }

    @Test
    void forSpiffeIdsHostNamesPlayNoPart() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(other.nameless("bundles")).answers(document)) {
            assertThat(fetch(spiffe(endpoint, "bundles"), known(other))).isEqualTo(other.bundle(3, HINT));
        }
    }

    @Test
    void anExpiredWebCertificateIsRefused() throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(stranger.expired("any")).answers(document)) {
            assertThatThrownBy(() -> fetcher(stranger.authorities()).fetch(web(endpoint.uri()), Map.of()))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            refused -> assertThat(refused.fault().kind()).isEqualTo(FaultKind.UNAUTHENTICATED));
        }
    }

    // Answers

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"keys\":7}", "{\"keys\":[],\"spiffe_sequence\":-1}"})
    void aMalformedDocumentIsRefused(String bad) throws Exception {
        try (TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles")).answers(bad)) {
            assertFault(FaultKind.INVALID_ARGUMENT, "", spiffe(endpoint, "bundles"), known(other));
        }
    }

    @Test
    void anEndlessDocumentIsRefused() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        try (TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles")).answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 16];
            try {
                while (true) {
                    exchange.getResponseBody().write(chunk);
                }
            } catch (IOException closed) {
                refused.countDown();
            }
        })) {
            assertFault(FaultKind.UNAVAILABLE, "", spiffe(endpoint, "bundles"), known(other));
            refused.await();
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (TlsEndpoint target = new TlsEndpoint(other.svid("bundles")).answers(document);
                TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles")).answers(exchange -> {
                    exchange.getResponseHeaders().set("location", target.uri().toString());
                    exchange.sendResponseHeaders(307, -1);
                })) {
            assertFault(FaultKind.UNAVAILABLE, "status 307", spiffe(endpoint, "bundles"), known(other));
            assertThat(target.requests()).isZero();
        }
    }

    @Test
    void aBodyThatNeverEndsInTimeIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles")).answers(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(over);
        })) {
            FetchSettings hasty = new FetchSettings(Duration.ofSeconds(5), Duration.ofMillis(500), List.of());
            BundleFetcher fetcher = new BundleFetcher(hasty, InstantSource.system());
            assertThatThrownBy(() -> fetcher.fetch(spiffe(endpoint, "bundles"), known(other)))
                    .isInstanceOf(FaultException.class)
                    .hasMessageContaining("did not answer within");
            over.countDown();
        }
    }

    @Test
    void whereNobodyListensItIsUnavailable() throws Exception {
        TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles"));
        Federation federation = spiffe(endpoint, "bundles");
        endpoint.close();
        assertFault(FaultKind.UNAVAILABLE, "", federation, known(other));
    }

    // What we serve ourselves

    @Test
    void ourWebEndpointServesOthers(@TempDir Path folder) throws Exception {
        Svid web = stranger.svid("any");
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        write(web, certificate, key);
        Vertx vertx = Vertx.vertx();
        TrustBundle own = other.bundle(5, HINT);
        try (WebBundleServer server =
                new WebBundleServer(vertx, WebSettings.of("127.0.0.1", 0, certificate, key), () -> own)) {
            server.start();
            URI uri = URI.create("https://localhost:" + server.port() + BundleEndpoint.PATH);
            assertThat(fetcher(stranger.authorities()).fetch(web(uri), Map.of()))
                    .isEqualTo(own);
            URI elsewhere = URI.create("https://localhost:" + server.port() + "/");
            assertThatThrownBy(() -> fetcher(stranger.authorities()).fetch(web(elsewhere), Map.of()))
                    .hasMessageContaining("status 404");

            Domain renewed = new Domain("web.org");
            write(renewed.svid("any"), certificate, key);
            server.reload();
            Await.asserted(
                    "the new certificate",
                    Duration.ofSeconds(10),
                    () -> assertThat(fetcher(renewed.authorities()).fetch(web(uri), Map.of()))
                            .isEqualTo(own));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void aWebEndpointWithoutABundleSaysSo(@TempDir Path folder) throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        write(stranger.svid("any"), certificate, key);
        Vertx vertx = Vertx.vertx();
        try (WebBundleServer server =
                new WebBundleServer(vertx, WebSettings.of("127.0.0.1", 0, certificate, key), new NoBundle())) {
            server.start();
            URI uri = URI.create("https://localhost:" + server.port() + BundleEndpoint.PATH);
            assertThatThrownBy(() -> fetcher(stranger.authorities()).fetch(web(uri), Map.of()))
                    .hasMessageContaining("status 503");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void ourRestResourceServesTheSameDocument() {
        TrustBundle own = other.bundle(5, HINT);
        assertThat(new BundleEndpoint(() -> own).bundle()).isEqualTo(BundleDocument.write(own));
        assertThatThrownBy(() -> new BundleEndpoint(new NoBundle()).bundle()).isInstanceOf(FaultException.class);
    }

    private static void write(Svid svid, Path certificate, Path key) throws Exception {
        Base64.Encoder base64 = Base64.getMimeEncoder();
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n"
                        + base64.encodeToString(svid.leaf().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + base64.encodeToString(svid.key().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static TrustBundle fetch(Federation federation, Map<String, TrustBundle> known) {
        return fetcher(List.of()).fetch(federation, known);
    }

    private static BundleFetcher fetcher(List<X509Certificate> webAuthorities) {
        return new BundleFetcher(
                new FetchSettings(Duration.ofSeconds(5), Duration.ofSeconds(20), webAuthorities),
                InstantSource.system());
    }

    private static Map<String, TrustBundle> known(Domain... domains) {
        Map<String, TrustBundle> known = new HashMap<>();
        for (Domain domain : domains) {
            known.put(domain.name(), domain.bundle(1, HINT));
        }
        return known;
    }

    private static Federation spiffe(TlsEndpoint endpoint, String path) {
        SpiffeId id = other.id(path);
        return new Federation("other.org", endpoint.uri(), Profile.HTTPS_SPIFFE, Optional.of(id), other.authorities());
    }

    private static Federation web(URI endpoint) {
        return new Federation("other.org", endpoint, Profile.HTTPS_WEB, Optional.empty(), List.of());
    }

    private static void assertRefused(String says, Federation federation, Map<String, TrustBundle> known) {
        assertFault(FaultKind.UNAUTHENTICATED, says, federation, known);
    }

    private static void assertFault(
            FaultKind kind, String says, Federation federation, Map<String, TrustBundle> known) {
        assertThatThrownBy(() -> fetch(federation, known)).isInstanceOfSatisfying(FaultException.class, failed -> {
            assertThat(failed.fault().kind()).as(failed.getMessage()).isEqualTo(kind);
            assertThat(failed.fault().detail()).contains(says);
        });
    }
}
