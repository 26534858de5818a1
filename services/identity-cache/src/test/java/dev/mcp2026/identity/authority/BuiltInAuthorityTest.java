package dev.mcp2026.identity.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.JwtSvids;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.spiffe.X509SvidRules;
import dev.mcp2026.testkit.clock.FakeClock;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.X509Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInAuthorityTest {
    private static final Duration SVID = Duration.ofHours(1);
    private static final Duration ISSUER = Duration.ofHours(12);
    private static final Duration HALF = ISSUER.dividedBy(2);
    private static final Duration FIVE_SIXTHS = ISSUER.multipliedBy(5).dividedBy(6);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Entry WEB = TestCache.entry(TestCache.SHOP, "web", "unix:uid:1");
    private static final Entry TELLER = TestCache.entry(new TenantId("bank"), "teller", "unix:uid:1");

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final SecureRandom random = new SecureRandom();
    private X509Issuer root;
    private Path keys;
    private BuiltInAuthority authority;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        root = X509Issuer.root(
                TestCache.DOMAIN, X509Issuer.newKeys(random), clock.instant(), Duration.ofDays(365), random);
        keys = directory.resolve("authority");
        authority = authority();
    }

    private BuiltInAuthority authority() {
        BuiltInAuthority made = new BuiltInAuthority(
                root,
                new BuiltInSettings(
                        keys,
                        SVID,
                        Duration.ofMinutes(5),
                        ISSUER,
                        Duration.ofMinutes(5),
                        new Limit("tenants", 3, "tenants")),
                clock,
                random);
        made.listen(new Authority.Listener() {
            @Override
            public void bundlesChanged() {
                told.add("bundles");
            }

            @Override
            public void svidsChanged(Optional<Set<SpiffeId>> ids) {
                told.add("svids");
            }
        });
        return made;
    }

    private TrustBundle bundle() {
        return authority.bundle().orElseThrow();
    }

    private SpiffeId checked(List<X509Certificate> chain) {
        return X509SvidRules.validate(chain, bundle(), clock.instant());
    }

    private SpiffeId checked(String token) {
        return JwtSvids.validate(token, "billing", Map.of(TestCache.DOMAIN, bundle()), clock.instant())
                .id();
    }

    private List<X509Certificate> x509(Entry entry) {
        return authority.x509(entry).svid().chain();
    }

    private String jwt() {
        return authority.jwt(WEB, List.of("billing")).token();
    }

    private X509Certificate issuer(Entry entry) {
        return x509(entry).get(1);
    }

    private static Entry withTtl(Duration ttl) {
        return new Entry(
                WEB.key(),
                WEB.id(),
                WEB.selectors(),
                Optional.of(ttl),
                Optional.of(ttl),
                List.of(),
                "",
                List.of(),
                false,
                Instant.EPOCH);
    }

    @Test
    void keepsItsKeysForItsUserAlone() throws IOException {
        x509(WEB);
        for (Path one : List.of(keys, keys.resolve("tenants"))) {
            assertThat(mode(one)).isEqualTo("rwx------");
        }
        for (Path one : List.of(keys.resolve("jwt.pem"), keys.resolve("tenants/shop.pem"))) {
            assertThat(mode(one)).isEqualTo("rw-------");
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void issuesSvidsThatItsBundleVouchesFor() throws Exception {
        Issued issued = authority.x509(WEB);
        assertThat(checked(issued.svid().chain())).isEqualTo(WEB.id());
        assertThat(issued.notAfter()).isEqualTo(clock.instant().plus(SVID));
        assertThat(issued.renewAt()).isEqualTo(clock.instant().plus(SVID.dividedBy(2)));
        assertThat(issued.svid().leaf().getSubjectAlternativeNames().toString()).contains("web.example");
        assertThat(issued.svid().chain()).hasSize(2);
    }

    @Test
    void certifiesAKeyThatTheCallerHolds() throws Exception {
        var mine = X509Issuer.newKeys(random);
        List<X509Certificate> chain = authority.certify(WEB, mine.getPublic());
        assertThat(checked(chain)).isEqualTo(WEB.id());
        assertThat(chain.getFirst().getPublicKey()).isEqualTo(mine.getPublic());
    }

    @Test
    void refusesAnIdOfAnotherTrustDomain() {
        Entry foreign = new Entry(
                WEB.key(),
                SpiffeId.parse("spiffe://other.example/tenant/shop/workload/web"),
                WEB.selectors(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                false,
                Instant.EPOCH);
        assertThatThrownBy(() -> authority.x509(foreign))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT));
    }

    @Test
    void hasOneIssuerForEachTenant() {
        assertThat(issuer(WEB)).isEqualTo(issuer(WEB)).isNotEqualTo(issuer(TELLER));
        assertThat(authority.intermediates(TestCache.SHOP::equals)).containsExactly(issuer(WEB));
        assertThat(authority.intermediates(any -> true)).containsExactlyInAnyOrder(issuer(WEB), issuer(TELLER));
        assertThat(authority.tenants()).containsExactlyInAnyOrder(TestCache.SHOP, TELLER.tenant());
    }

    @Test
    void hasNoMoreTenantsThanItMay() {
        for (String tenant : List.of("a", "b", "c")) {
            x509(TestCache.entry(new TenantId(tenant), "web", "unix:uid:1"));
        }
        assertThatThrownBy(() -> x509(TestCache.entry(new TenantId("d"), "web", "unix:uid:1")))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED));
    }

    @Test
    void hasTheSameKeysAfterARestart() {
        List<X509Certificate> chain = x509(WEB);
        String token = jwt();
        TrustBundle before = bundle();
        authority.close();
        authority = authority();
        assertThat(bundle()).isEqualTo(before);
        assertThat(checked(chain)).isEqualTo(WEB.id());
        assertThat(checked(token)).isEqualTo(WEB.id());
        assertThat(authority.intermediates(TestCache.SHOP::equals)).containsExactly(chain.get(1));
        assertThat(issuer(WEB)).isEqualTo(chain.get(1));
    }

    @Test
    void preparesTheNextKeyAtHalfAndSignsWithItFromFiveSixthsOn() {
        X509Certificate first = issuer(WEB);
        clock.advance(HALF.minus(TICK));
        authority.advance();
        assertThat(authority.intermediates(any -> true)).containsExactly(first);
        clock.advance(TICK);
        authority.advance();
        List<X509Certificate> prepared = authority.intermediates(any -> true);
        assertThat(prepared).hasSize(2).startsWith(first);
        clock.advance(FIVE_SIXTHS.minus(HALF).minus(TICK));
        authority.advance();
        assertThat(issuer(WEB)).isEqualTo(first);
        clock.advance(TICK);
        authority.advance();
        assertThat(issuer(WEB)).isEqualTo(prepared.get(1));
        assertThat(authority.intermediates(any -> true)).containsExactly(prepared.get(1), first);
    }

    @Test
    void keepsAPreparedKeyOverARestart() {
        issuer(WEB);
        clock.advance(HALF);
        authority.advance();
        List<X509Certificate> prepared = authority.intermediates(any -> true);
        authority = authority();
        assertThat(authority.intermediates(any -> true)).isEqualTo(prepared);
        clock.advance(FIVE_SIXTHS.minus(HALF));
        authority.advance();
        assertThat(issuer(WEB)).isEqualTo(prepared.get(1));
    }

    /// Whoever has an SVID or a token is served by it until its own end, whatever becomes of its issuer meanwhile.
    @Test
    void nothingThatWasIssuedIsRefusedBeforeItsEndOverThreeIssuers() {
        record Given(Instant end, List<X509Certificate> chain, Instant tokenEnd, String token) {}
        List<Given> given = new ArrayList<>();
        for (Duration passed = Duration.ZERO;
                passed.compareTo(ISSUER.multipliedBy(3)) < 0;
                passed = passed.plusMinutes(7)) {
            authority.advance();
            IssuedJwt token = authority.jwt(WEB, List.of("billing"));
            List<X509Certificate> chain = x509(WEB);
            given.add(new Given(chain.getFirst().getNotAfter().toInstant(), chain, token.notAfter(), token.token()));
            for (Given one : given) {
                if (clock.instant().isBefore(one.end())) {
                    assertThat(checked(one.chain())).isEqualTo(WEB.id());
                    assertThat(one.chain().getFirst().getNotAfter())
                            .isBeforeOrEqualTo(one.chain().get(1).getNotAfter());
                }
                if (clock.instant().isBefore(one.tokenEnd())) {
                    assertThat(checked(one.token())).isEqualTo(WEB.id());
                }
            }
            given.removeIf(one -> one.end().isBefore(clock.instant()));
            clock.advance(Duration.ofMinutes(7));
        }
    }

    @Test
    void publishesAJwtKeyBeforeItSigns() {
        String old = jwt();
        TrustBundle before = bundle();
        clock.advance(HALF);
        authority.advance();
        TrustBundle prepared = bundle();
        assertThat(prepared.jwtAuthorities()).hasSize(2).containsAllEntriesOf(before.jwtAuthorities());
        assertThat(prepared.sequence()).isGreaterThan(before.sequence());
        assertThat(told).containsOnly("bundles").isNotEmpty();
        clock.advance(FIVE_SIXTHS.minus(HALF));
        IssuedJwt last = authority.jwt(WEB, List.of("billing"));
        authority.advance();
        String next = jwt();
        // Whoever fetched the bundle before the change knows the new key, and the old one stays.
        assertThat(JwtSvids.validate(next, "billing", Map.of(TestCache.DOMAIN, prepared), clock.instant())
                        .id())
                .isEqualTo(WEB.id());
        assertThat(checked(last.token())).isEqualTo(WEB.id());
        assertThat(header(next)).isNotEqualTo(header(old));
    }

    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    @Test
    void makesNewKeysInPlaceOfExpiredOnesAfterALongPause() {
        X509Certificate first = issuer(WEB);
        TrustBundle before = bundle();
        clock.advance(ISSUER);
        authority = authority();
        assertThat(issuer(WEB)).isNotEqualTo(first);
        assertThat(checked(x509(WEB))).isEqualTo(WEB.id());
        assertThat(checked(jwt())).isEqualTo(WEB.id());
        assertThat(bundle().jwtAuthorities())
                .doesNotContainKeys(before.jwtAuthorities().keySet().toArray(String[]::new));
    }

    /// As after a machine's sleep: nobody has called [BuiltInAuthority#advance] meanwhile.
    @Test
    void publishesAKeyThatTookTheExpiredOnesPlaceWhileItRan() {
        bundle();
        clock.advance(ISSUER);
        assertThat(checked(jwt())).isEqualTo(WEB.id());
        authority.advance();
        assertThat(told).contains("bundles");
        assertThat(checked(jwt())).isEqualTo(WEB.id());
    }

    @Test
    void preparesAndActivatesWhereItComesLate() {
        X509Certificate first = issuer(WEB);
        clock.advance(ISSUER.minus(TICK));
        authority.advance();
        authority.advance();
        assertThat(issuer(WEB)).isNotEqualTo(first);
        assertThat(checked(x509(WEB))).isEqualTo(WEB.id());
    }

    @Test
    void saysWhichFileIsCorrupted() throws IOException {
        x509(WEB);
        Files.writeString(keys.resolve("tenants/shop.pem"), "garbage");
        authority = authority();
        assertThatThrownBy(() -> x509(WEB))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.UNAVAILABLE))
                .hasMessageContaining("shop.pem");
        // It is nobody else's trouble, and it is left as it is for whoever restores it.
        assertThat(checked(x509(TELLER))).isEqualTo(TELLER.id());
        authority.advance();
        assertThat(Files.readString(keys.resolve("tenants/shop.pem"))).isEqualTo("garbage");
        Files.writeString(keys.resolve("jwt.pem"), "garbage");
        assertThatThrownBy(this::authority)
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("jwt.pem")
                .hasMessageContaining("mcp.identity.authority.directory");
    }

    @Test
    void startsWhateverElseLiesInItsDirectory() throws IOException {
        x509(WEB);
        for (String name : List.of(".shop.pem123.tmp", "notes.txt", "Not A Tenant.pem", ".pem")) {
            Files.writeString(keys.resolve("tenants").resolve(name), "x");
        }
        authority = authority();
        assertThat(authority.tenants()).containsExactly(TestCache.SHOP);
    }

    @Test
    void replacesAnIssuerAtOnceWhereItMustNotSignAnyMore() {
        List<X509Certificate> before = x509(WEB);
        X509Certificate other = issuer(TELLER);
        authority.rotateIssuers(TestCache.SHOP::equals);
        assertThat(told).as("others' SVIDs stay as they are").doesNotContain("svids");
        assertThat(issuer(WEB)).isNotEqualTo(before.get(1));
        assertThat(issuer(TELLER)).isEqualTo(other);
        // Peers go on until they have renewed.
        assertThat(checked(before)).isEqualTo(WEB.id());
        assertThat(authority.intermediates(TestCache.SHOP::equals)).contains(before.get(1));
    }

    @Test
    void tellsOfATenantsFirstIssuerToo() {
        issuer(WEB);
        issuer(TELLER);
        authority.advance();
        assertThat(told).as("of both at once").containsExactly("bundles");
        authority.advance();
        assertThat(told).hasSize(1);
    }

    @Test
    void tellsOfNewIssuersToo() {
        x509(WEB);
        authority.rotateIssuers(TestCache.SHOP::equals);
        assertThat(told).as("others keep issuers by the same word").contains("bundles");
    }

    @Test
    void forgetsIssuersAtSomeTime() throws IOException {
        issuer(WEB);
        for (int i = 0; i < 30; i++) {
            authority.rotateIssuers(TestCache.SHOP::equals);
        }
        assertThat(authority.intermediates(TestCache.SHOP::equals)).hasSizeLessThan(12);
        try (Stream<Path> files = Files.list(keys.resolve("tenants"))) {
            assertThat(files).hasSize(1);
        }
    }

    /// The whole trust directory is made anew where the root has leaked; the issuers' files are elsewhere and stay.
    @Test
    void issuesNothingBelowARootThatWasReplaced() throws Exception {
        X509Certificate first = issuer(WEB);
        String token = jwt();
        authority.close();
        root = X509Issuer.root(
                TestCache.DOMAIN, X509Issuer.newKeys(random), clock.instant(), Duration.ofDays(365), random);
        authority = authority();
        assertThat(checked(x509(WEB))).isEqualTo(WEB.id());
        assertThat(authority.intermediates(any -> true)).doesNotContain(first);
        assertThatThrownBy(() -> checked(token)).isInstanceOf(FaultException.class);
        List<X509Certificate> chain = x509(WEB);
        authority = authority();
        assertThat(issuer(WEB)).as("made anew once").isEqualTo(chain.get(1));
    }

    /// `mcpctl trust init` renews the root's certificate under the same key.
    @Test
    void keepsItsIssuersBelowARootThatWasRenewed() throws Exception {
        java.security.KeyPair pair =
                new java.security.KeyPair(root.certificate().getPublicKey(), root.key());
        X509Certificate first = issuer(WEB);
        clock.advance(TICK);
        root = X509Issuer.root(TestCache.DOMAIN, pair, clock.instant(), Duration.ofDays(365), random);
        authority = authority();
        assertThat(issuer(WEB)).isEqualTo(first);
    }

    /// A clock that was days ahead when keys were exchanged is right again.
    @Test
    void issuesWhatIsValidNowAfterItsClockWentBack() {
        Duration ahead = ISSUER.multipliedBy(3);
        clock.jump(ahead);
        X509Certificate first = issuer(WEB);
        String token = jwt();
        TrustBundle before = bundle();
        clock.jump(ahead.negated());
        assertThat(checked(x509(WEB))).isEqualTo(WEB.id());
        assertThat(checked(jwt())).isEqualTo(WEB.id());
        assertThat(checked(token)).as("of the key before").isEqualTo(WEB.id());
        assertThat(authority.intermediates(any -> true)).contains(first);
        assertThat(bundle().sequence()).as("others refuse a lower one").isGreaterThanOrEqualTo(before.sequence());
    }

    /// SPIFFE Trust Domain and Bundle, 4.1.1.
    @Test
    void theSequenceGrowsWithEachChangeOfTheBundleAndNeverGoesBack() {
        TrustBundle before = bundle();
        for (int i = 0; i < 40; i++) {
            clock.advance(ISSUER.dividedBy(12));
            authority.advance();
            TrustBundle now = bundle();
            if (now.trustsTheSame(before)) {
                assertThat(now.sequence()).isGreaterThanOrEqualTo(before.sequence());
            } else {
                assertThat(now.sequence()).as("step %d", i).isGreaterThan(before.sequence());
            }
            before = now;
        }
    }

    @Test
    void issuesNothingThatOutlivesItsIssuer() {
        Entry greedy = withTtl(Duration.ofDays(90));
        List<X509Certificate> chain = x509(greedy);
        assertThat(chain.getFirst().getNotAfter().toInstant())
                .as("a sixth of the issuer's life, which signs until 5/6 of it")
                .isEqualTo(clock.instant().plus(ISSUER.dividedBy(6)));
        IssuedJwt token = authority.jwt(greedy, List.of("billing"));
        assertThat(token.notAfter()).isEqualTo(clock.instant().plus(ISSUER));
        clock.advance(FIVE_SIXTHS.minus(TICK));
        assertThat(authority.x509(withTtl(Duration.ofSeconds(10))).notAfter())
                .isEqualTo(clock.instant().plusSeconds(10));
    }

    @Test
    void issuesNothingForAnotherTrustDomain() {
        Entry foreign = new Entry(
                WEB.key(),
                SpiffeId.of("other.example", "tenant", "shop", "workload", "web"),
                WEB.selectors(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                true,
                clock.instant());
        assertThatThrownBy(() -> authority.x509(foreign)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> authority.jwt(foreign, List.of("billing"))).isInstanceOf(FaultException.class);
    }

    @Test
    void refusesSvidsOfMoreThanASixthOfTheirIssuersLife() {
        assertThatThrownBy(() -> new BuiltInSettings(
                        keys, SVID, SVID, SVID.multipliedBy(6).minus(TICK), SVID, new Limit("tenants", 3, "tenants")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mcp.identity.x509-ttl");
    }
}
