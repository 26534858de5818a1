package dev.mcp2026.spiffe;

import dev.mcp2026.spiffe.Pruned.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Leaves out of a chain what a peer has already: every certificate above the first one that was issued by an
/// authority of the peer's. Each byte less is a byte less in every handshake, and a chain of a nested hierarchy may
/// otherwise not fit the first flight of a QUIC server, which is three times what the client sent (RFC 9000, 8.1).
///
/// A pruned chain is valid for that peer whenever the full one is. Where that isn't certain nothing is left out.
public final class ChainPruner {
    private ChainPruner() {}

    /// @param chain leaf first, each signed by the next
    /// @param peerAnchors authorities in the peer's bundle of this chain's trust domain
    public static Pruned prune(List<X509Certificate> chain, Collection<X509Certificate> peerAnchors) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            if (isAnchored(certificate, chain.getFirst(), peerAnchors)) {
                return cut(chain, i + 1);
            }
            if (i + 1 < chain.size() && !isIssuedBy(certificate, chain.get(i + 1))) {
                return new Pruned(chain, 0, Reason.NOT_A_PATH);
            }
        }
        return new Pruned(chain, 0, Reason.NOTHING_IS_TRUSTED);
    }

    /// As above, for a peer whose authorities are known by their fingerprints.
    ///
    /// @param candidates certificates at hand that the fingerprints may name, besides those of the chain
    public static Pruned prune(
            List<X509Certificate> chain, Set<Fingerprint> peerAnchors, Collection<X509Certificate> candidates) {
        List<X509Certificate> anchors = new ArrayList<>(chain);
        anchors.addAll(candidates);
        anchors.removeIf(certificate -> !peerAnchors.contains(Fingerprint.of(certificate)));
        return prune(chain, anchors);
    }

    /// An anchor that ends before the leaf does not count: some TLS stacks look at an anchor's dates, and for them
    /// the chain may have to go on to a newer one.
    private static boolean isAnchored(
            X509Certificate certificate, X509Certificate leaf, Collection<X509Certificate> anchors) {
        return anchors.stream()
                .anyMatch(anchor -> !anchor.getNotAfter().before(leaf.getNotAfter())
                        && !anchor.getNotBefore().after(leaf.getNotBefore())
                        && isIssuedBy(certificate, anchor));
    }

    /// The name alone proves nothing: authorities with one name and several keys are usual while keys are rotated.
    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static Pruned cut(List<X509Certificate> chain, int kept) {
        int saved = 0;
        for (X509Certificate left : chain.subList(kept, chain.size())) {
            saved += size(left);
        }
        Reason reason = kept < chain.size() ? Reason.ISSUER_IS_TRUSTED : Reason.NOTHING_TO_LEAVE_OUT;
        return new Pruned(chain.subList(0, kept), saved, reason);
    }

    private static int size(X509Certificate certificate) {
        try {
            return certificate.getEncoded().length;
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read can't be written", impossible);
        }
    }
}
