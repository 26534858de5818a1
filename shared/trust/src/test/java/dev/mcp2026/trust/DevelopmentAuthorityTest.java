package dev.mcp2026.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DevelopmentAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final SpiffeId ID = SpiffeId.of("example.org", "cell", "cell1", "registry");

    private final DevelopmentAuthority authority = authority();

    @Test
    void anIssuedSvidIsTrustedByTheBundleAndCarriesItsId() throws Exception {
        Svid svid = authority.issue(ID, Duration.ofDays(90), true, NOW);
        assertThatCode(() -> validate(svid.leaf(), NOW)).doesNotThrowAnyException();
        assertThat(Svid.idOf(svid.leaf())).isEqualTo(ID);
        assertThat(svid.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(svid.leaf().getKeyUsage()[5]).as("keyCertSign").isFalse();
        assertThat(svid.leaf().getBasicConstraints()).isEqualTo(-1);
        assertThat(svid.leaf().getSubjectAlternativeNames().toString())
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(svid).asString().doesNotContain("PRIVATE").contains(ID.toString());
    }

    @Test
    void itIsRefusedOutsideItsTime() throws Exception {
        X509Certificate leaf =
                authority.issue(ID, Duration.ofHours(1), false, NOW).leaf();
        assertThatThrownBy(() -> validate(leaf, NOW.plus(Duration.ofHours(2))))
                .isInstanceOf(CertPathValidatorException.class);
        assertThatThrownBy(() -> validate(leaf, NOW.minus(Duration.ofHours(1))))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void anSvidNeverOutlivesTheRoot() throws Exception {
        X509Certificate leaf =
                authority.issue(ID, Duration.ofDays(5000), false, NOW).leaf();
        assertThat(leaf.getNotAfter()).isEqualTo(authority.root().getNotAfter());
    }

    @Test
    void anotherTrustDomainIsNotItsToIssue() {
        assertThatThrownBy(() ->
                        authority.issue(SpiffeId.of("other.org", "operator", "x"), Duration.ofDays(1), false, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRootIsNoLeafSvid() {
        assertThatThrownBy(() -> Svid.idOf(authority.root()))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("authority");
    }

    @Test
    void aRenewedRootStillAnchorsWhatWasIssuedBefore() throws Exception {
        Svid svid = authority.issue(ID, Duration.ofDays(90), true, NOW);
        DevelopmentAuthority renewed = authority.renewed(NOW.plus(Duration.ofDays(30)));
        assertThat(renewed.root()).isNotEqualTo(authority.root());
        svid.leaf().verify(renewed.root().getPublicKey());
    }

    private void validate(X509Certificate leaf, Instant at) throws GeneralSecurityException {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    }

    private static DevelopmentAuthority authority() {
        try {
            return DevelopmentAuthority.create("example.org", NOW, new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
