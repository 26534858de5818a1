package dev.mcp2026.spiffe;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// RFC 5280 path validation by the JDK, which X509-SVID section 5.1 asks for.
final class X509Path {
    private X509Path() {}

    /// @throws dev.mcp2026.kernel.error.FaultException UNAUTHENTICATED when no authority of these vouches for the leaf
    static void check(List<X509Certificate> chain, List<X509Certificate> authorities, Instant now) {
        if (authorities.isEmpty()) {
            // A bundle without keys has revoked them all (Trust Domain and Bundle, section 4.1.3).
            throw X509SvidRules.refused("the trust domain's bundle has no X.509 authorities");
        }
        List<X509Certificate> path = belowTheAnchor(chain, authorities);
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate authority : authorities) {
            anchors.add(anchor(authority));
        }
        try {
            CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(anchors);
            // SVIDs live too short for revocation lists, and name none.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
        } catch (CertPathValidatorException invalid) {
            throw X509SvidRules.refused(reason(invalid));
        } catch (InvalidAlgorithmParameterException unusable) {
            throw X509SvidRules.refused("the trust domain's bundle can't be used: " + unusable.getMessage());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("the JDK can't validate certificate paths", missing);
        }
    }

    /// PKIX wants the path without its anchor, and peers often send that too.
    private static List<X509Certificate> belowTheAnchor(
            List<X509Certificate> chain, List<X509Certificate> authorities) {
        for (int i = 1; i < chain.size(); i++) {
            if (authorities.contains(chain.get(i))) {
                return chain.subList(0, i);
            }
        }
        return chain;
    }

    private static TrustAnchor anchor(X509Certificate authority) {
        try {
            return new TrustAnchor(authority, null);
        } catch (IllegalArgumentException constraintsUnreadable) {
            throw X509SvidRules.refused("an authority of the trust domain's bundle can't be read");
        }
    }

    private static String reason(CertPathValidatorException invalid) {
        int at = invalid.getIndex();
        return invalid.getMessage() + (at < 0 ? "" : " (certificate " + at + " of its chain)");
    }
}
