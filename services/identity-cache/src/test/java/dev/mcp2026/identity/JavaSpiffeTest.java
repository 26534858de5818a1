package dev.mcp2026.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.testkit.await.Await;
import io.spiffe.bundle.x509bundle.X509BundleSet;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.exception.X509ContextException;
import io.spiffe.spiffeid.SpiffeId;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.svid.x509svid.X509Svid;
import io.spiffe.svid.x509svid.X509SvidValidator;
import io.spiffe.workloadapi.DefaultWorkloadApiClient;
import io.spiffe.workloadapi.Watcher;
import io.spiffe.workloadapi.WorkloadApiClient;
import io.spiffe.workloadapi.X509Context;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An unmodified SPIFFE client, java-spiffe, is served as by any other implementation.
final class JavaSpiffeTest {
    private static final TrustDomain DOMAIN = TrustDomain.parse(TestCache.DOMAIN);
    private static final SpiffeId WEB = SpiffeId.parse("spiffe://test.local/tenant/shop/workload/web");

    @TempDir
    Path directory;

    private TestCache cache;
    private WorkloadApiClient client;

    @BeforeEach
    void start() throws Exception {
        cache = TestCache.start(directory, TestCache.Options.usual().withWait(Duration.ofMillis(300)));
        client = DefaultWorkloadApiClient.newClient(DefaultWorkloadApiClient.ClientOptions.builder()
                .spiffeSocketPath(cache.address())
                .build());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        cache.close();
    }

    private void register(String name) {
        cache.entries.put(TestCache.entry(TestCache.SHOP, name, TestCache.me()));
    }

    private X509Context contextOnceThere() {
        return Await.value(
                "an X.509 context",
                TestCache.PATIENCE,
                () -> {
                    try {
                        return client.fetchX509Context();
                    } catch (X509ContextException notYet) {
                        return null;
                    }
                },
                context -> context != null);
    }

    @Test
    void getsItsSvidAndTheBundleToCheckOthersWith() throws Exception {
        register("web");
        X509Context context = client.fetchX509Context();
        X509Svid svid = context.getDefaultSvid();
        assertThat(svid.getSpiffeId()).isEqualTo(WEB);
        assertThat(svid.getHint()).isEqualTo("web");
        assertThat(svid.getLeaf().getSubjectAlternativeNames())
                .anySatisfy(name -> assertThat(name.toString()).contains("web.example"));
        X509BundleSet bundles = context.getX509BundleSet();
        X509SvidValidator.verifyChain(svid.getChain(), bundles);
        assertThat(bundles.getBundleForTrustDomain(DOMAIN).getX509Authorities()).hasSize(1);
    }

    @Test
    void isRefusedWithoutAnEntry() {
        assertThatThrownBy(client::fetchX509Context).isInstanceOf(X509ContextException.class);
    }

    @Test
    void getsAllOfItsIdentities() throws Exception {
        register("api");
        register("web");
        assertThat(client.fetchX509Context().getX509Svids())
                .extracting(X509Svid::getHint)
                .containsExactly("api", "web");
    }

    @Test
    void isToldOfANewOneAndOfRotation() {
        register("web");
        List<X509Context> seen = new CopyOnWriteArrayList<>();
        client.watchX509Context(new Watcher<>() {
            @Override
            public void onUpdate(X509Context update) {
                seen.add(update);
            }

            @Override
            public void onError(Throwable failure) {}
        });
        Await.until("the first", TestCache.PATIENCE, () -> seen.size() == 1);
        register("api");
        Await.until(
                "both", TestCache.PATIENCE, () -> seen.getLast().getX509Svids().size() == 2);
        var before = seen.getLast().getDefaultSvid().getLeaf();
        Await.until("subscribed", TestCache.PATIENCE, () -> cache.svids.renew(any -> true) == 2);
        Await.until(
                "rotated",
                TestCache.PATIENCE,
                () -> !seen.getLast().getDefaultSvid().getLeaf().equals(before));
    }

    @Test
    void getsAJwtThatOthersCanCheck() throws Exception {
        register("web");
        contextOnceThere();
        JwtSvid token = client.fetchJwtSvid("billing");
        assertThat(token.getSpiffeId()).isEqualTo(WEB);
        JwtSvid checked = JwtSvid.parseAndValidate(
                token.marshal(), client.fetchJwtBundles().getBundleForTrustDomain(DOMAIN), java.util.Set.of("billing"));
        assertThat(checked.getSpiffeId()).isEqualTo(WEB);
        assertThat(client.validateJwtSvid(token.marshal(), "billing").getSpiffeId())
                .isEqualTo(WEB);
        assertThatThrownBy(() -> client.validateJwtSvid(token.marshal(), "shipping"))
                .isInstanceOf(JwtSvidException.class);
    }
}
