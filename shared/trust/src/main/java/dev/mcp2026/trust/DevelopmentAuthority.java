package dev.mcp2026.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The root of a development trust domain: an EC P-256 key that issues X.509-SVIDs, and the authorities of identity
/// caches below it. Not for production, where SPIRE or another SPIFFE implementation takes its place.
public final class DevelopmentAuthority {
    static final Duration ROOT_LIFETIME = Duration.ofDays(365);

    private final X509Issuer issuer;
    private final SecureRandom random;

    DevelopmentAuthority(X509Issuer issuer, SecureRandom random) {
        this.issuer = issuer;
        this.random = random;
    }

    public static DevelopmentAuthority create(String trustDomain, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        return new DevelopmentAuthority(
                X509Issuer.root(trustDomain, X509Issuer.newKeys(random), now, ROOT_LIFETIME, random), random);
    }

    /// The root that a directory holds.
    ///
    /// @return empty where it holds none
    public static Optional<DevelopmentAuthority> read(TrustDirectory directory, SecureRandom random)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(directory.authority()) || !Files.exists(directory.authorityKey())) {
            return Optional.empty();
        }
        SecretFile.tighten(directory.authority());
        SecretFile.tighten(directory.authorityKey());
        X509Certificate root = Pem.certificates(directory.authority()).getFirst();
        return Optional.of(new DevelopmentAuthority(
                new X509Issuer(domainOf(root), root, Pem.key(directory.authorityKey()), random), random));
    }

    /// The common name that a root was given.
    private static String domainOf(X509Certificate root) throws GeneralSecurityException {
        for (String part : root.getSubjectX500Principal().getName().split(",", -1)) {
            if (part.startsWith("CN=")) {
                return part.substring(3);
            }
        }
        throw new GeneralSecurityException("the root certificate names no trust domain");
    }

    /// The same name and key, valid for longer: what was issued before stays valid under it.
    DevelopmentAuthority renewed(Instant now) throws GeneralSecurityException {
        KeyPair keys = new KeyPair(issuer.certificate().getPublicKey(), issuer.key());
        return new DevelopmentAuthority(
                X509Issuer.root(issuer.trustDomain(), keys, now, ROOT_LIFETIME, random), random);
    }

    /// Roots of earlier versions could have no authority below them.
    boolean canHaveIntermediates() {
        return issuer.certificate().getBasicConstraints() > 0;
    }

    /// A new key and its SVID. It never outlives the root.
    ///
    /// @param loopbackNames also valid for `localhost`, 127.0.0.1 and ::1, for clients that check host names
    public Svid issue(SpiffeId id, Duration lifetime, boolean loopbackNames, Instant now)
            throws GeneralSecurityException {
        KeyPair keys = X509Issuer.newKeys(random);
        return new Svid(id, List.of(certify(id, keys.getPublic(), lifetime, loopbackNames, now)), keys.getPrivate());
    }

    /// An SVID's leaf for a key that exists. Renewal keeps the key, since a server that reloads its files
    /// between two of them would otherwise see a certificate and a key that do not belong together.
    X509Certificate certify(SpiffeId id, PublicKey publicKey, Duration lifetime, boolean loopbackNames, Instant now)
            throws GeneralSecurityException {
        X509Issuer.Names names = loopbackNames ? X509Issuer.Names.LOOPBACK : X509Issuer.Names.NONE;
        return issuer.workload(id, publicKey, names, now, lifetime);
    }

    public X509Issuer issuer() {
        return issuer;
    }

    public String trustDomain() {
        return issuer.trustDomain();
    }

    /// What peers must trust.
    public List<X509Certificate> bundle() {
        return List.of(root());
    }

    X509Certificate root() {
        return issuer.certificate();
    }

    PrivateKey key() {
        return issuer.key();
    }
}
