package dev.mcp2026.spiffe;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.trust.SpiffeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the X509-SVID specification asks of certificates beyond RFC 5280. Every refusal is UNAUTHENTICATED and says
/// which rule was broken.
public final class X509SvidRules {
    /// Longer chains cost a verifier time before it knows whom it talks to.
    public static final Limit CHAIN = new Limit("an X.509-SVID's chain", 10, "certificates");

    private static final int URI_NAME = 6;
    private static final int NOT_A_CA = -1;
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    // Positions in X509Certificate.getKeyUsage.
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private X509SvidRules() {}

    /// Checks a whole chain at one moment: the leaf, each signing certificate, and the path to one of the bundle's
    /// authorities.
    ///
    /// @param chain leaf first, each signed by the next; an authority of the bundle may stand at its end
    /// @param bundle of the leaf's own trust domain; another's is refused, whatever it has signed
    public static SpiffeId validate(List<X509Certificate> chain, TrustBundle bundle, Instant now) {
        if (chain.isEmpty()) {
            throw refused("there is no certificate");
        }
        if (chain.size() > CHAIN.max()) {
            throw refused("its chain has " + chain.size() + " certificates, more than " + CHAIN.max());
        }
        SpiffeId id = leaf(chain.getFirst());
        if (!id.isMemberOf(bundle.trustDomain())) {
            throw refused(id + " is not of trust domain " + bundle.trustDomain());
        }
        chain.subList(1, chain.size()).forEach(X509SvidRules::signing);
        X509Path.check(chain, bundle.x509Authorities(), now);
        return id;
    }

    /// Checks that a certificate is a leaf SVID (sections 2, 3.1, 4 and 5.2). Neither time nor trust is looked at.
    /// That its name is critical when it has no subject is not checked here: the JDK reads no other certificate.
    public static SpiffeId leaf(X509Certificate certificate) {
        List<String> uris = uris(certificate);
        if (uris.size() != 1) {
            throw refused("it has " + uris.size() + " URI names where an SVID has exactly one");
        }
        SpiffeId id = parse(uris.getFirst());
        if (id.path().isEmpty()) {
            throw refused(id + " has no path, and only signing certificates have none");
        }
        if (certificate.getBasicConstraints() != NOT_A_CA) {
            throw refused("it is a certificate authority, not a leaf");
        }
        boolean[] usage = criticalKeyUsage(certificate);
        if (!usage[DIGITAL_SIGNATURE]) {
            throw refused("its key usage lacks digitalSignature");
        }
        if (usage[KEY_CERT_SIGN] || usage[CRL_SIGN]) {
            throw refused("its key usage has keyCertSign or cRLSign, which are a signing certificate's");
        }
        requireBothPurposes(certificate);
        return id;
    }

    /// Checks that a certificate may stand between a leaf and its trust domain, or be an authority of a bundle
    /// (sections 3.2 and 4). A signing certificate need not be an SVID itself: one of a company's own PKI is
    /// none.
    ///
    /// @return its SPIFFE ID if it has one
    public static Optional<SpiffeId> signing(X509Certificate certificate) {
        if (certificate.getBasicConstraints() == NOT_A_CA) {
            throw refused("a signing certificate is not a certificate authority");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null || !usage[KEY_CERT_SIGN]) {
            throw refused("a signing certificate's key usage lacks keyCertSign");
        }
        List<String> uris = uris(certificate);
        if (uris.stream().noneMatch(X509SvidRules::hasScheme)) {
            return Optional.empty();
        }
        if (uris.size() > 1) {
            throw refused("a signing certificate has " + uris.size() + " URI names where an SVID has exactly one");
        }
        criticalKeyUsage(certificate);
        SpiffeId id = parse(uris.getFirst());
        if (!id.path().isEmpty()) {
            throw refused("the signing certificate of " + id + " has a path, which only leaves have");
        }
        return Optional.of(id);
    }

    static FaultException refused(String why) {
        return Faults.of(
                FaultKind.UNAUTHENTICATED,
                "the X.509-SVID is not valid: " + why,
                "present one that the trust domain's authority issued");
    }

    private static boolean[] criticalKeyUsage(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null) {
            throw refused("it has no key usage");
        }
        if (!certificate.getCriticalExtensionOIDs().contains(KEY_USAGE)) {
            throw refused("its key usage is not marked critical");
        }
        return usage;
    }

    private static void requireBothPurposes(X509Certificate leaf) {
        List<String> purposes;
        try {
            purposes = leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException unreadable) {
            throw refused("its extended key usage can't be read");
        }
        if (purposes != null && !(purposes.contains(SERVER_AUTH) && purposes.contains(CLIENT_AUTH))) {
            throw refused("its extended key usage lacks serverAuth or clientAuth");
        }
    }

    private static List<String> uris(X509Certificate certificate) {
        List<String> uris = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.getFirst() instanceof Integer type && type == URI_NAME) {
                    uris.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException unreadable) {
            throw refused("its alternative names can't be read");
        }
        return uris;
    }

    private static boolean hasScheme(String uri) {
        return uri.toLowerCase(Locale.ROOT).startsWith("spiffe:");
    }

    private static SpiffeId parse(String uri) {
        try {
            return SpiffeId.parse(uri);
        } catch (FaultException malformed) {
            throw refused(malformed.fault().detail());
        }
    }
}
