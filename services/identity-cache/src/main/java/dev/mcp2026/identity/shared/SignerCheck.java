package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides whose signature counts: that of an identity cache of any cell of the bundle's trust domain, whose
/// certificate
/// is valid now.
final class SignerCheck {
    static final String SERVICE = "identity-cache";
    private static final int DIGITAL_SIGNATURE = 0;

    private SignerCheck() {}

    /// The signer's key.
    ///
    /// @param chain DER, leaf first
    static PublicKey check(List<byte[]> chain, TrustBundle bundle, Instant now) throws RefusedException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (byte[] der : chain) {
                certificates.add(certificate(factory, der));
            }
            X509Certificate leaf = certificates.getFirst();
            requireIdentityCache(Svid.idOf(leaf), bundle);
            boolean[] usage = leaf.getKeyUsage();
            if (usage == null || !usage[DIGITAL_SIGNATURE] || !(leaf.getPublicKey() instanceof ECPublicKey)) {
                throw new RefusedException(Refusal.UNTRUSTED_SIGNER);
            }
            validate(factory, certificates, bundle, now);
            return leaf.getPublicKey();
        } catch (GeneralSecurityException | FaultException untrusted) {
            throw new RefusedException(Refusal.UNTRUSTED_SIGNER);
        }
    }

    private static X509Certificate certificate(CertificateFactory factory, byte[] der) throws CertificateException {
        if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new CertificateException("not an X.509 certificate");
    }

    private static void requireIdentityCache(SpiffeId id, TrustBundle bundle) throws RefusedException {
        boolean ours = id.isMemberOf(bundle.trustDomain())
                && Role.of(id).orElse(null) instanceof Role.CellService service
                && service.service().equals(SERVICE);
        if (!ours) {
            throw new RefusedException(Refusal.UNTRUSTED_SIGNER);
        }
    }

    private static void validate(
            CertificateFactory factory, List<X509Certificate> chain, TrustBundle bundle, Instant now)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors = bundle.x509Authorities().stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        PKIXParameters parameters = new PKIXParameters(anchors);
        // SVIDs are short-lived instead of being revoked.
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(chain), parameters);
    }
}
