package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.spiffe.X509SvidRules;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Decides whose signature counts: that of an identity cache of any cell of the bundle's trust domain, whose
/// certificate is valid now.
final class SignerCheck {
    private static final String SERVICE = "identity-cache";

    private SignerCheck() {}

    /// The signer's key.
    ///
    /// @param chain DER, leaf first
    static PublicKey check(List<byte[]> chain, TrustBundle bundle, Instant now) throws RefusedException {
        try {
            List<X509Certificate> certificates = certificates(chain);
            SpiffeId id = X509SvidRules.validate(certificates, bundle, now);
            boolean ours = Role.of(id).orElse(null) instanceof Role.CellService service
                    && service.service().equals(SERVICE);
            if (ours && certificates.getFirst().getPublicKey() instanceof ECPublicKey key) {
                return key;
            }
            throw new RefusedException(Refusal.UNTRUSTED_SIGNER);
        } catch (CertificateException | FaultException untrusted) {
            throw new RefusedException(Refusal.UNTRUSTED_SIGNER);
        }
    }

    static List<X509Certificate> certificates(List<byte[]> ders) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : ders) {
            if (!(factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate)) {
                throw new CertificateException("not an X.509 certificate");
            }
            certificates.add(certificate);
        }
        return certificates;
    }
}
