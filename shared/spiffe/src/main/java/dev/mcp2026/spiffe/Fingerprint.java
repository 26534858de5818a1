package dev.mcp2026.spiffe;

import dev.mcp2026.kernel.error.Faults;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// SHA-256 of a certificate's DER.
///
/// @param hex 64 lower-case digits
public record Fingerprint(String hex) {
    private static final int BYTES = 32;

    public static Fingerprint of(X509Certificate certificate) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read can't be hashed", impossible);
        }
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT unless there are 32 bytes
    public static Fingerprint of(byte[] sha256) {
        if (sha256.length != BYTES) {
            throw Faults.invalid(
                    "fingerprint", sha256.length + " bytes are no SHA-256", "send the " + BYTES + " bytes of a digest");
        }
        return new Fingerprint(HexFormat.of().formatHex(sha256));
    }

    @Override
    public String toString() {
        return hex;
    }
}
