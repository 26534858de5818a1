package dev.mcp2026.trust;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.trust.TrustStep.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes one SVID's files good: issues what is missing or does not fit, renews what is near its end.
final class SvidIssuer {
    /// Renewed when less than this share of its life is left.
    private static final int RENEWAL_SHARE = 3;

    private static final byte[] PROBE = "does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);

    private final DevelopmentAuthority authority;
    private final Duration lifetime;
    private final Instant now;

    SvidIssuer(DevelopmentAuthority authority, Duration lifetime, Instant now) {
        this.authority = authority;
        this.lifetime = lifetime;
        this.now = now;
    }

    static boolean isNearEnd(X509Certificate certificate, Duration lifetime, Instant now) {
        Instant renewal = certificate.getNotAfter().toInstant().minus(lifetime.dividedBy(RENEWAL_SHARE));
        return !now.isBefore(renewal);
    }

    Outcome ensure(SpiffeId id, TrustDirectory.SvidFiles files) throws IOException, GeneralSecurityException {
        SecretFile.directory(files.directory());
        Optional<X509Certificate> existing = existing(id, files);
        Outcome outcome;
        if (existing.isEmpty()) {
            Svid svid = authority.issue(id, lifetime, true, now);
            SecretFile.write(files.key(), Pem.of(svid.key()));
            SecretFile.write(files.certificate(), Pem.of(svid.chain()));
            outcome = Outcome.CREATED;
        } else if (isNearEnd(existing.get(), lifetime, now) || !isSignedByUs(existing.get())) {
            PublicKey key = existing.get().getPublicKey();
            SecretFile.write(files.certificate(), Pem.of(List.of(authority.certify(id, key, lifetime, true, now))));
            outcome = Outcome.RENEWED;
        } else {
            SecretFile.tighten(files.certificate());
            outcome = Outcome.KEPT;
        }
        String bundle = Pem.of(authority.bundle());
        if (!Files.exists(files.bundle()) || !Files.readString(files.bundle()).equals(bundle)) {
            SecretFile.write(files.bundle(), bundle);
        }
        return outcome;
    }

    /// The leaf, if the files are readable, of this id and fit each other.
    private Optional<X509Certificate> existing(SpiffeId id, TrustDirectory.SvidFiles files) throws IOException {
        if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
            return Optional.empty();
        }
        SecretFile.tighten(files.key());
        try {
            X509Certificate leaf = Pem.certificates(files.certificate()).getFirst();
            boolean fits = Svid.idOf(leaf).equals(id) && belongTogether(leaf.getPublicKey(), Pem.key(files.key()));
            return fits ? Optional.of(leaf) : Optional.empty();
        } catch (GeneralSecurityException | FaultException unusable) {
            return Optional.empty();
        }
    }

    private boolean isSignedByUs(X509Certificate leaf) {
        try {
            leaf.verify(authority.root().getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(privateKey);
        signer.update(PROBE);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(publicKey);
        verifier.update(PROBE);
        return verifier.verify(signature);
    }
}
