package dev.mcp2026.spiffe;

import static dev.mcp2026.spiffe.Draft.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.spiffe.Draft.Node;
import dev.mcp2026.trust.SpiffeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The X509-SVID specification, one test for each of its rules.
class X509SvidConformanceTest {
    private static final String DOMAIN = "example.org";
    private static final String ID = "spiffe://example.org/web";

    private static Node root;
    private static Node intermediate;

    @BeforeAll
    static void makeAuthorities() throws Exception {
        root = Draft.signing("root", "spiffe://" + DOMAIN).sign();
        intermediate =
                Draft.signing("intermediate", "spiffe://" + DOMAIN).by(root).sign();
    }

    @Test
    void aValidSvidIsAccepted() throws Exception {
        assertThat(validate(Draft.leaf(ID))).isEqualTo(SpiffeId.parse(ID));
    }

    // 2: exactly one URI SAN.

    @Test
    void section2AnSvidWithoutAUriNameIsRefused() {
        assertRefused("0 URI names", Draft.leaf(ID).names(new GeneralName(GeneralName.dNSName, "web.example.org")));
        assertRefused("0 URI names", Draft.leaf(ID).names());
    }

    @Test
    void section2AnSvidWithTwoUriNamesIsRefused() {
        assertRefused("2 URI names", Draft.leaf(ID).uris(ID, "spiffe://example.org/other"));
        assertRefused("2 URI names", Draft.leaf(ID).uris(ID, "https://example.org/"));
    }

    @Test
    void section2OtherTypesOfNamesMayBeThere() throws Exception {
        assertThat(validate(Draft.leaf(ID)
                        .names(
                                new GeneralName(GeneralName.dNSName, "web.example.org"),
                                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                                new GeneralName(GeneralName.uniformResourceIdentifier, ID))))
                .isEqualTo(SpiffeId.parse(ID));
    }

    // 3.1: leaf certificates.

    @Test
    void section31ALeafWithoutAPathIsRefused() {
        assertRefused("no path", Draft.leaf("spiffe://example.org"));
    }

    @Test
    void section31WithoutASubjectTheNamesMustBeCritical() throws Exception {
        assertThatThrownBy(() -> validate(Draft.leaf(ID).subject("")))
                .isInstanceOf(CertificateParsingException.class)
                .hasMessageContaining("MUST be marked critical");
        assertThat(validate(Draft.leaf(ID).subject("").namesCritical())).isEqualTo(SpiffeId.parse(ID));
    }

    // 3.2: signing certificates.

    @Test
    void section32ASigningCertificateWithAPathIsRefused() throws Exception {
        Node bad =
                Draft.signing("bad", "spiffe://example.org/authority").by(root).sign();
        assertChainRefused("has a path", bad);
        assertThatThrownBy(() -> X509SvidRules.signing(bad.certificate())).isInstanceOf(FaultException.class);
    }

    @Test
    void section32ASigningCertificateNeedNotBeAnSvid() throws Exception {
        Node company = Draft.signing("company").by(root).usageNotCritical().sign();
        assertThat(X509SvidRules.signing(company.certificate())).isEmpty();
        assertThat(chainOf(company)).isEqualTo(SpiffeId.parse(ID));
        assertThat(X509SvidRules.signing(root.certificate())).contains(SpiffeId.parse("spiffe://example.org"));
    }

    @Test
    void section32ASigningCertificateMayBeOfAnotherTrustDomain() throws Exception {
        assertThat(chainOf(Draft.signing("other", "spiffe://other.org").by(root).sign()))
                .isEqualTo(SpiffeId.parse(ID));
    }

    @Test
    void section32ASigningCertificateDoesNotAuthenticate() {
        assertRefused("certificate authority", Draft.signing("signing", ID).by(intermediate));
        assertRefused("no path", Draft.signing("signing", "spiffe://example.org"));
    }

    @Test
    void section32ASigningSvidHasOneUriName() throws Exception {
        assertChainRefused(
                "2 URI names",
                Draft.signing("two", "spiffe://example.org", "spiffe://other.org")
                        .by(root)
                        .sign());
    }

    // 4.1: basic constraints.

    @Test
    void section41ALeafThatIsAnAuthorityIsRefused() {
        assertRefused("certificate authority", Draft.leaf(ID).constraints(new BasicConstraints(true)));
    }

    @Test
    void section41ALeafWithoutBasicConstraintsIsNoAuthority() throws Exception {
        assertThat(validate(Draft.leaf(ID).constraints(null))).isEqualTo(SpiffeId.parse(ID));
    }

    @Test
    void section41ASigningCertificateThatIsNoAuthorityIsRefused() throws Exception {
        assertChainRefused(
                "not a certificate authority",
                Draft.signing("bad", "spiffe://example.org")
                        .by(root)
                        .constraints(new BasicConstraints(false))
                        .sign());
    }

    @Test
    void section41APathLengthThatIsExceededIsRefused() throws Exception {
        Node none = Draft.signing("none")
                .by(root)
                .constraints(new BasicConstraints(0))
                .sign();
        Node below = Draft.signing("below").by(none).sign();
        assertThat(chainOf(none)).isEqualTo(SpiffeId.parse(ID));
        assertChainRefused("", below, none);
    }

    // 4.3: key usage.

    @Test
    void section43KeyUsageMustBeThere() {
        assertRefused("no key usage", Draft.leaf(ID).usage(null));
    }

    @Test
    void section43KeyUsageMustBeCritical() throws Exception {
        assertRefused("not marked critical", Draft.leaf(ID).usageNotCritical());
        assertChainRefused(
                "not marked critical",
                Draft.signing("bad", "spiffe://example.org")
                        .by(root)
                        .usageNotCritical()
                        .sign());
    }

    @Test
    void section43ASigningCertificateMustHaveKeyCertSign() throws Exception {
        assertChainRefused(
                "lacks keyCertSign",
                Draft.signing("bad").by(root).usage(KeyUsage.cRLSign).sign());
        assertChainRefused(
                "lacks keyCertSign", Draft.signing("bad").by(root).usage(null).sign());
    }

    @Test
    void section43ASigningCertificateMayLackCrlSign() throws Exception {
        assertThat(chainOf(Draft.signing("plain")
                        .by(root)
                        .usage(KeyUsage.keyCertSign)
                        .sign()))
                .isEqualTo(SpiffeId.parse(ID));
    }

    @Test
    void section43ALeafMustHaveDigitalSignature() {
        assertRefused("lacks digitalSignature", Draft.leaf(ID).usage(KeyUsage.keyEncipherment));
    }

    @ParameterizedTest
    @ValueSource(ints = {KeyUsage.keyCertSign, KeyUsage.cRLSign, KeyUsage.keyCertSign | KeyUsage.cRLSign})
    void section43ALeafMustNotHaveASigningUsage(int bits) {
        assertRefused("keyCertSign or cRLSign", Draft.leaf(ID).usage(KeyUsage.digitalSignature | bits));
    }

    @ParameterizedTest
    @ValueSource(ints = {KeyUsage.keyEncipherment, KeyUsage.keyAgreement})
    void section43ALeafMayHaveUsagesOfKeyExchange(int bits) throws Exception {
        assertThat(validate(Draft.leaf(ID).usage(KeyUsage.digitalSignature | bits)))
                .isEqualTo(SpiffeId.parse(ID));
    }

    // 4.4: extended key usage.

    @Test
    void section44ExtendedKeyUsageMayBeMissing() throws Exception {
        assertThat(validate(Draft.leaf(ID).purposes())).isEqualTo(SpiffeId.parse(ID));
    }

    @Test
    void section44ExtendedKeyUsageMustHaveBothPurposes() {
        assertRefused("serverAuth or clientAuth", Draft.leaf(ID).purposes(KeyPurposeId.id_kp_serverAuth));
        assertRefused("serverAuth or clientAuth", Draft.leaf(ID).purposes(KeyPurposeId.id_kp_clientAuth));
        assertRefused("serverAuth or clientAuth", Draft.leaf(ID).purposes(KeyPurposeId.id_kp_emailProtection));
    }

    // 5.1: path validation after RFC 5280.

    @Test
    void section51OutsideItsTimeItIsRefused() throws Exception {
        Duration hour = Duration.ofHours(1);
        assertRefused("", Draft.leaf(ID).valid(NOW.minus(hour), NOW.minusSeconds(1)));
        assertRefused("", Draft.leaf(ID).valid(NOW.plusSeconds(1), NOW.plus(hour)));
        assertChainRefused(
                "",
                Draft.signing("old")
                        .by(root)
                        .valid(NOW.minus(hour), NOW.minusSeconds(1))
                        .sign());
    }

    @Test
    void section51SignedByAnotherKeyOfTheSameNameItIsRefused() throws Exception {
        Node impostor = Draft.signing("root", "spiffe://" + DOMAIN).sign();
        List<X509Certificate> chain = List.of(Draft.leaf(ID).by(impostor).sign().certificate());
        assertRefused("", () -> X509SvidRules.validate(chain, bundle(), NOW));
    }

    @Test
    void section51AMissingIntermediateIsRefused() throws Exception {
        List<X509Certificate> chain =
                List.of(Draft.leaf(ID).by(intermediate).sign().certificate());
        assertRefused("", () -> X509SvidRules.validate(chain, bundle(), NOW));
    }

    @Test
    void section51TheAuthorityMayBeInTheChainToo() throws Exception {
        List<X509Certificate> chain = List.of(
                Draft.leaf(ID).by(intermediate).sign().certificate(), intermediate.certificate(), root.certificate());
        assertThat(X509SvidRules.validate(chain, bundle(), NOW)).isEqualTo(SpiffeId.parse(ID));
    }

    @Test
    void section51AnyAuthorityOfTheBundleWillDo() throws Exception {
        Node next = Draft.signing("root", "spiffe://" + DOMAIN).sign();
        TrustBundle both = bundle(root.certificate(), next.certificate());
        for (Node authority : List.of(root, next)) {
            List<X509Certificate> chain =
                    List.of(Draft.leaf(ID).by(authority).sign().certificate());
            assertThat(X509SvidRules.validate(chain, both, NOW)).isEqualTo(SpiffeId.parse(ID));
        }
    }

    @Test
    void aChainWithoutOrWithTooManyCertificatesIsRefused() throws Exception {
        assertRefused("no certificate", () -> X509SvidRules.validate(List.of(), bundle(), NOW));
        List<X509Certificate> chain = new ArrayList<>();
        for (int i = 0; i <= X509SvidRules.CHAIN.max(); i++) {
            chain.add(root.certificate());
        }
        assertRefused("more than 10", () -> X509SvidRules.validate(chain, bundle(), NOW));
    }

    // 5.2: leaf validation.

    @Test
    void section52AnotherSchemeIsRefused() {
        assertRefused("", Draft.leaf("https://example.org/web"));
        assertRefused("", Draft.leaf("spiffe://example.org/web/"));
    }

    // Trust Domain and Bundle, section 3: the bundle is of the SVID's own trust domain.

    @Test
    void anSvidOfAnotherTrustDomainIsRefusedWhoeverSignedIt() {
        assertRefused("not of trust domain example.org", Draft.leaf("spiffe://other.org/web"));
    }

    // Trust Domain and Bundle, section 4.1.3: an empty bundle trusts nobody.

    @Test
    void anEmptyBundleTrustsNobody() throws Exception {
        List<X509Certificate> chain = List.of(Draft.leaf(ID).by(root).sign().certificate());
        assertRefused("no X.509 authorities", () -> X509SvidRules.validate(chain, bundle(new X509Certificate[0]), NOW));
    }

    private static TrustBundle bundle() {
        return bundle(root.certificate());
    }

    private static TrustBundle bundle(X509Certificate... authorities) {
        return new TrustBundle(DOMAIN, List.of(authorities), Map.of(), 1, Duration.ofMinutes(5));
    }

    private static SpiffeId validate(Draft leaf) throws Exception {
        List<X509Certificate> chain = List.of(leaf.by(intermediate).sign().certificate(), intermediate.certificate());
        return X509SvidRules.validate(chain, bundle(), NOW);
    }

    private static SpiffeId chainOf(Node... above) throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        Instant end = NOW.plusSeconds(60);
        chain.add(Draft.leaf(ID).by(above[0]).valid(NOW, end).sign().certificate());
        for (Node one : above) {
            chain.add(one.certificate());
        }
        return X509SvidRules.validate(chain, bundle(), NOW);
    }

    private static void assertRefused(String says, Draft leaf) {
        assertRefused(says, () -> validate(leaf));
    }

    private static void assertChainRefused(String says, Node... above) {
        assertRefused(says, () -> chainOf(above));
    }

    private static void assertRefused(String says, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(FaultException.class, refused -> {
            assertThat(refused.fault().kind()).isEqualTo(FaultKind.UNAUTHENTICATED);
            assertThat(refused.fault().detail()).contains(says);
        });
    }
}
