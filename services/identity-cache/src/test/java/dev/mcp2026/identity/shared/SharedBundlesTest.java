package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.TestAuthority;
import dev.mcp2026.identity.shared.SharedKey.Kind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.testkit.clock.FakeClock;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedBundlesTest {
    private static final String DOMAIN = "mcp2026.local";
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId EVIL = new TenantId("evil");

    private final FakeClock clock = new FakeClock();
    private final TestAuthority authority = new TestAuthority(DOMAIN, clock.instant());
    private final MapCache below = new MapCache();
    private final Refusals seen = new Refusals();
    private final SignedCache signed = new SignedCache(
            below, SignedCacheSettings.defaults(), () -> authority.identityCache("a"), authority::bundle, clock, seen);
    private final SharedBundles bundles = new SharedBundles(signed, clock);
    private final List<X509Certificate> roots = authority.bundle().x509Authorities();

    @Test
    void aBundleComesBackAsItWas() throws Exception {
        PublicKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        TrustBundle bundle = new TrustBundle(DOMAIN, roots, Map.of("k1", key), 42, Duration.ofSeconds(77));

        assertThat(bundles.putBundle(ACME, bundle)).isTrue();

        assertThat(bundles.bundle(ACME, DOMAIN)).contains(bundle);
        assertThat(bundles.bundle(ACME, "other.example")).isEmpty();
        bundles.removeBundle(ACME, DOMAIN);
        assertThat(bundles.bundle(ACME, DOMAIN)).isEmpty();
    }

    @Test
    void intermediatesComeBackAsTheyWere() {
        assertThat(bundles.intermediates(ACME, DOMAIN)).isEmpty();
        assertThat(bundles.putIntermediates(ACME, DOMAIN, roots)).isTrue();

        assertThat(bundles.intermediates(ACME, DOMAIN)).isEqualTo(roots);
    }

    @Test
    void whatOneTenantPutsAnotherDoesNotGet() {
        bundles.putBundle(ACME, authority.bundle());
        bundles.putIntermediates(ACME, DOMAIN, roots);

        assertThat(bundles.bundle(EVIL, DOMAIN)).isEmpty();
        assertThat(bundles.intermediates(EVIL, DOMAIN)).isEmpty();
    }

    @Test
    void notEvenByMovingEachEntryToItsOwnKeys() {
        bundles.putBundle(ACME, authority.bundle());
        bundles.putIntermediates(ACME, DOMAIN, roots);
        for (Kind from : Kind.values()) {
            for (Kind to : Kind.values()) {
                byte[] entry = below.values.get(new SharedKey(ACME, from, DOMAIN));
                below.values.put(new SharedKey(EVIL, to, DOMAIN), entry);
                assertThat(bundles.bundle(EVIL, DOMAIN)).isEmpty();
                assertThat(bundles.intermediates(EVIL, DOMAIN)).isEmpty();
            }
        }
        assertThat(seen.refused()).containsOnly(Refusal.OTHER_KEY).hasSize(4);
    }

    @Test
    void aBundleIsCachedUntilItsFirstAuthorityEndsThoseNotCountedThatHaveEnded() {
        Instant start = clock.instant();
        TestAuthority old = new TestAuthority(DOMAIN, start.minus(Duration.ofDays(366)));
        TestAuthority ending =
                new TestAuthority(DOMAIN, start.minus(Duration.ofDays(365)).plus(Duration.ofHours(3)));
        TrustBundle bundle = new TrustBundle(
                DOMAIN,
                List.of(
                        old.bundle().x509Authorities().getFirst(),
                        roots.getFirst(),
                        ending.bundle().x509Authorities().getFirst()),
                Map.of(),
                1,
                Duration.ofMinutes(5));

        bundles.putBundle(ACME, bundle);

        assertThat(below.ttls.get(new SharedKey(ACME, Kind.BUNDLE, DOMAIN))).isEqualTo(Duration.ofMinutes(179));
    }

    @Test
    void aBundleWithoutCertificatesIsCachedAsConfigured() {
        bundles.putBundle(ACME, new TrustBundle(DOMAIN, List.of(), Map.of(), 1, Duration.ofMinutes(5)));

        assertThat(below.ttls.get(new SharedKey(ACME, Kind.BUNDLE, DOMAIN))).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void whatIsSignedAndIsNotWhatItShouldBeIsRefused() {
        for (Kind kind : Kind.values()) {
            signed.put(new SharedKey(ACME, kind, DOMAIN), "no".getBytes(StandardCharsets.UTF_8), Instant.MAX);
        }
        assertThat(bundles.bundle(ACME, DOMAIN)).isEmpty();
        assertThat(bundles.intermediates(ACME, DOMAIN)).isEmpty();
        assertThat(seen.refused()).containsExactly(Refusal.UNREADABLE, Refusal.UNREADABLE);
        assertThat(below.values).isEmpty();
    }

    @Test
    void aLeafIsNoIntermediate() {
        bundles.putIntermediates(ACME, DOMAIN, authority.workload("acme").chain());

        assertThat(bundles.intermediates(ACME, DOMAIN)).isEmpty();
        assertThat(seen.refused()).containsExactly(Refusal.UNREADABLE);
    }
}
