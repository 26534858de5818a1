package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.TestAuthority;
import dev.mcp2026.identity.shared.SharedKey.Kind;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.testkit.clock.FakeClock;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.Svid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedCacheTest {
    private static final String DOMAIN = "mcp2026.local";
    private static final SharedKey KEY = new SharedKey(new TenantId("acme"), Kind.BUNDLE, DOMAIN);
    private static final byte[] VALUE = "a bundle".getBytes(StandardCharsets.UTF_8);

    private final FakeClock clock = new FakeClock();
    private final Instant later = clock.instant().plus(Duration.ofDays(300));
    private final TestAuthority authority = new TestAuthority(DOMAIN, clock.instant());
    private final MapCache below = new MapCache();
    private final Refusals seen = new Refusals();
    private final SignedCache cache = signedBy(authority.identityCache("a"));

    @Test
    void whatOneCellsCacheSignsAnothersBelieves() {
        assertThat(cache.put(KEY, VALUE, later)).isTrue();

        assertThat(signedBy(authority.identityCache("b")).get(KEY)).hasValue(VALUE);
        assertThat(seen.refused()).isEmpty();
    }

    @Test
    void whatIsFoundAndWhatIsNotIsCounted() {
        cache.get(KEY);
        cache.put(KEY, VALUE, later);
        cache.get(KEY);

        assertThat(seen.looked()).containsExactly(false, true);
    }

    @Test
    void anEntryMovedUnderAnotherTenantsKeyIsRefused() {
        cache.put(KEY, VALUE, later);
        SharedKey theirs = new SharedKey(new TenantId("evil"), KEY.kind(), KEY.name());
        refusedAt(theirs, below.values.get(KEY), Refusal.OTHER_KEY);
    }

    @Test
    void anEntryMovedUnderAnotherNameOrKindIsRefused() {
        cache.put(KEY, VALUE, later);
        byte[] entry = below.values.get(KEY);

        refusedAt(new SharedKey(KEY.tenant(), KEY.kind(), "other"), entry, Refusal.OTHER_KEY);
        refusedAt(new SharedKey(KEY.tenant(), Kind.INTERMEDIATE, KEY.name()), entry, Refusal.OTHER_KEY);
    }

    @Test
    void anEntryWhoseKeyWasRewrittenIsRefused() {
        SharedKey theirs = new SharedKey(new TenantId("evil"), KEY.kind(), KEY.name());
        cache.put(KEY, VALUE, later);
        byte[] entry = below.values.get(KEY).clone();
        int tenant = new String(entry, StandardCharsets.ISO_8859_1).indexOf("acme");
        System.arraycopy("evil".getBytes(StandardCharsets.UTF_8), 0, entry, tenant, 4);

        refusedAt(theirs, entry, Refusal.BAD_SIGNATURE);
    }

    @Test
    void otherIdentitiesOfTheTrustDomainCantSign() {
        for (Svid other : new Svid[] {authority.service("registry"), authority.workload("acme")}) {
            signedBy(other).put(KEY, VALUE, later);
            refusedAt(KEY, below.values.get(KEY), Refusal.UNTRUSTED_SIGNER);
        }
    }

    @Test
    void anotherAuthoritysIdentityCacheCantSign() {
        signedBy(new TestAuthority(DOMAIN, clock.instant()).identityCache("a")).put(KEY, VALUE, later);
        refusedAt(KEY, below.values.get(KEY), Refusal.UNTRUSTED_SIGNER);
    }

    @Test
    void anotherTrustDomainsIdentityCacheCantSignEvenUnderATrustedRoot() {
        TestAuthority foreign = new TestAuthority("other.example", clock.instant());
        signedBy(foreign.identityCache("a")).put(KEY, VALUE, later);
        TrustBundle both = new TrustBundle(DOMAIN, foreign.bundle().x509Authorities(), Map.of(), 1, Duration.ZERO);

        assertThat(reading(both).get(KEY)).isEmpty();
        assertThat(seen.refused()).containsExactly(Refusal.UNTRUSTED_SIGNER);
    }

    @Test
    void aTakenKeyDoesNotSignForAnothersCertificate() {
        Svid registry = authority.service("registry");
        Svid mixed = new Svid(registry.id(), authority.identityCache("a").chain(), registry.key());
        signedBy(mixed).put(KEY, VALUE, later);
        refusedAt(KEY, below.values.get(KEY), Refusal.BAD_SIGNATURE);
    }

    @Test
    void whenTheBundleNoLongerHasTheRootItsSignersCountNoMore() {
        cache.put(KEY, VALUE, later);
        TrustBundle revoked = new TrustBundle(DOMAIN, List.of(), Map.of(), 2, Duration.ZERO);

        assertThat(reading(revoked).get(KEY)).isEmpty();
        assertThat(seen.refused()).containsExactly(Refusal.UNTRUSTED_SIGNER);
    }

    @Test
    void anEntryThatTheCacheKeptTooLongIsRefused() {
        cache.put(KEY, VALUE, later);
        byte[] entry = below.values.get(KEY);
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(cache.get(KEY)).hasValue(VALUE);

        clock.advance(Duration.ofMillis(1));

        refusedAt(KEY, entry, Refusal.EXPIRED);
    }

    @Test
    void theTtlIsCutToTheContentsEnd() {
        cache.put(KEY, VALUE, clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(below.ttls.get(KEY)).isEqualTo(Duration.ofMinutes(9));

        assertThat(cache.put(KEY, VALUE, clock.instant().plus(Duration.ofMinutes(1))))
                .isFalse();
    }

    @Test
    void theTtlIsCutToTheSignersEnd() {
        Svid shortLived = authority.issue(
                Role.of(authority.identityCache("a").id()).orElseThrow().in(DOMAIN), Duration.ofHours(1));
        signedBy(shortLived).put(KEY, VALUE, later);

        assertThat(below.ttls.get(KEY)).isEqualTo(Duration.ofMinutes(59));
    }

    @Test
    void everyPrefixOfAnEntryIsRefused() {
        cache.put(KEY, VALUE, later);
        byte[] entry = below.values.get(KEY);
        for (int length = 0; length < entry.length; length++) {
            below.values.put(KEY, Arrays.copyOf(entry, length));
            assertThat(cache.get(KEY)).as("the first %d bytes", length).isEmpty();
            assertThat(below.values).doesNotContainKey(KEY);
        }
        assertThat(seen.refused()).hasSize(entry.length);
    }

    @Test
    void everyFlippedBitIsRefused() {
        cache.put(KEY, VALUE, later);
        byte[] entry = below.values.get(KEY);
        for (int bit = 0; bit < entry.length * 8; bit++) {
            byte[] changed = entry.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            below.values.put(KEY, changed);
            assertThat(cache.get(KEY)).as("bit %d", bit).isEmpty();
        }
        assertThat(seen.refused()).hasSize(entry.length * 8);
    }

    @Test
    void anOversizeEntryIsRefusedAndNoneIsWritten() {
        SignedCacheSettings small = new SignedCacheSettings(
                Duration.ofHours(1), Duration.ZERO, new Limit("mcp.identity.shared.value-bytes", 4096, "bytes"));
        SignedCache limited =
                new SignedCache(below, small, () -> authority.identityCache("a"), authority::bundle, clock, seen);

        assertThat(limited.put(KEY, new byte[4096], later)).isFalse();
        assertThat(below.values).isEmpty();
        below.values.put(KEY, new byte[4097]);
        assertThat(limited.get(KEY)).isEmpty();
        assertThat(seen.refused()).containsExactly(Refusal.OVERSIZE);
    }

    @Test
    void withoutTheSharedCacheAllIsAMissAndCounted() {
        SharedCache down = new SharedCache() {
            @Override
            public Optional<byte[]> get(SharedKey key) {
                throw Faults.of(FaultKind.UNAVAILABLE, "down", "");
            }

            @Override
            public void put(SharedKey key, byte[] value, Duration ttl) {
                throw Faults.of(FaultKind.UNAVAILABLE, "down", "");
            }

            @Override
            public void remove(SharedKey key) {
                throw Faults.of(FaultKind.UNAVAILABLE, "down", "");
            }
        };
        SignedCache without = new SignedCache(
                down,
                SignedCacheSettings.defaults(),
                () -> authority.identityCache("a"),
                authority::bundle,
                clock,
                seen);

        assertThat(without.get(KEY)).isEmpty();
        assertThat(without.put(KEY, VALUE, later)).isFalse();
        without.remove(KEY);
        assertThat(seen.unavailable()).hasSize(3);
    }

    private void refusedAt(SharedKey key, byte[] entry, Refusal why) {
        int before = seen.refused().size();
        below.values.put(key, entry);
        assertThat(cache.get(key)).isEmpty();
        assertThat(seen.refused().subList(before, seen.refused().size())).containsExactly(why);
        assertThat(below.values).doesNotContainKey(key);
    }

    private SignedCache signedBy(Svid svid) {
        return new SignedCache(below, SignedCacheSettings.defaults(), () -> svid, authority::bundle, clock, seen);
    }

    private SignedCache reading(TrustBundle bundle) {
        Svid svid = authority.identityCache("a");
        return new SignedCache(below, SignedCacheSettings.defaults(), () -> svid, () -> bundle, clock, seen);
    }
}
