package dev.mcp2026.examples.identity;

import io.spiffe.spiffeid.SpiffeId;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What one end of a TLS session showed of itself; verified by the time there is a session.
///
/// @param serial hexadecimal, as `mcpctl identity svid -o wide` prints it
record Shown(SpiffeId spiffeId, String serial, Instant end) {
    private static final int URI_NAME = 6;
    private static final int HEX = 16;
    /// As many as `mcpctl identity svid` prints.
    private static final int SERIAL_CHARS = 12;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ssX");

    static Shown byPeer(SSLSession session) throws SSLPeerUnverifiedException {
        return of(session.getPeerCertificates());
    }

    static Shown byMe(SSLSession session) {
        return of(session.getLocalCertificates());
    }

    private static Shown of(Certificate[] chain) {
        X509Certificate leaf = (X509Certificate) chain[0];
        return new Shown(
                spiffeId(leaf),
                leaf.getSerialNumber().toString(HEX),
                leaf.getNotAfter().toInstant());
    }

    private static SpiffeId spiffeId(X509Certificate leaf) {
        try {
            return leaf.getSubjectAlternativeNames().stream()
                    .filter(name -> name.getFirst().equals(URI_NAME))
                    .map(name -> SpiffeId.parse((String) name.getLast()))
                    .findFirst()
                    .orElseThrow();
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("java-spiffe accepted a certificate that cannot be read", e);
        }
    }

    /// `billing` of `spiffe://…/workload/billing`.
    String title() {
        String path = spiffeId.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The start of the serial, and the time of day of the end.
    String validity() {
        return serial.substring(0, Math.min(SERIAL_CHARS, serial.length())) + " until "
                + TIME.format(end.atOffset(ZoneOffset.UTC));
    }
}
