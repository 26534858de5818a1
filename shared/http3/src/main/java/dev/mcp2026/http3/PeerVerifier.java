package dev.mcp2026.http3;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/// Says whether a peer's chain is good now. It is asked on every connection, on resumed ones too, where TLS itself
/// remembers an earlier answer and does not ask again.
@FunctionalInterface
public interface PeerVerifier {
    /// @param chain the peer's own certificate first
    /// @throws CertificateException it must not be talked to; the message says why
    void verify(X509Certificate[] chain) throws CertificateException;
}
