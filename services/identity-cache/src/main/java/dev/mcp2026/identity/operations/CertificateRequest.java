package dev.mcp2026.identity.operations;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// PKCS#10 (RFC 2986): proof that whoever asks has the key.
final class CertificateRequest {
    private static final Limit BYTES = new Limit("a certificate request", 8 << 10, "bytes");
    private static final int P256_BITS = 256;

    private CertificateRequest() {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT unless it is signed by the EC P-256 key in it
    static PublicKey verifiedKey(byte[] der) {
        BYTES.check("csr", der.length);
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
            PublicKey key = request.getPublicKey();
            if (!(key instanceof ECPublicKey ec) || ec.getParams().getOrder().bitLength() != P256_BITS) {
                throw refused("its key is not EC P-256");
            }
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw refused("its signature is not of the key in it");
            }
            return key;
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | IllegalArgumentException e) {
            throw refused("it can't be read");
        }
    }

    private static RuntimeException refused(String why) {
        return Faults.invalid("csr", "the certificate request is not usable: " + why, "send PKCS#10 in DER");
    }
}
