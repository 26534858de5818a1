package dev.mcp2026.trust;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// An X.509-SVID: leaf first, then its intermediates (none in a development domain), and the leaf's key.
///
/// @param id the one URI in the leaf's subject alternative name
public record Svid(SpiffeId id, List<X509Certificate> chain, PrivateKey key) {
    private static final int URI_NAME = 6;
    private static final int NOT_A_CA = -1;

    public Svid {
        chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// The id of a leaf, checked as the X509-SVID specification asks of a validator (section 5.2): exactly one
    /// URI name, and not a certificate authority. That the chain is trusted is the TLS stack's to check.
    ///
    /// @throws FaultException UNAUTHENTICATED when the certificate is not a leaf SVID
    public static SpiffeId idOf(X509Certificate leaf) {
        List<String> uris = new ArrayList<>();
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.getFirst() instanceof Integer type && type == URI_NAME) {
                    uris.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException unreadable) {
            throw refused("its alternative names can't be read");
        }
        if (uris.size() != 1) {
            throw refused("it has " + uris.size() + " URI names where an SVID has exactly one");
        }
        if (leaf.getBasicConstraints() != NOT_A_CA) {
            throw refused("it is a certificate authority, not a leaf");
        }
        try {
            return SpiffeId.parse(uris.getFirst());
        } catch (FaultException malformed) {
            throw refused(malformed.fault().detail());
        }
    }

    /// Keeps the key out of logs.
    @Override
    public String toString() {
        return "Svid[" + id + ", until " + leaf().getNotAfter().toInstant() + "]";
    }

    private static FaultException refused(String why) {
        return new FaultException(new Fault(
                FaultKind.UNAUTHENTICATED,
                null,
                "the certificate is not an X.509-SVID: " + why,
                "present one that the trust domain's authority issued"));
    }
}
