package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.Svid;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A shared cache that need not be trusted. Each entry is signed by the identity cache that wrote it, together with its
/// key and its end; one that is not exactly that is counted, removed and not there. So is each when the cache below
/// does not answer: nothing here fails for what others did.
///
/// What a signature can't tell is that the entry is the newest: an older one of the same key is good until it ends.
///
/// Bytes of an entry: length of the envelope (4), the [Envelope], ECDSA signature (IEEE P1363: r and s of fixed length,
/// which leaves an encoder no choice).
public final class SignedCache {
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

    private final SharedCache below;
    private final SignedCacheSettings settings;
    private final Supplier<Svid> signer;
    private final Supplier<TrustBundle> bundle;
    private final InstantSource clock;
    private final SharedCacheListener listener;

    /// @param signer this cache's own SVID, `/cell/<cell>/identity-cache`, as it is now; its key is an EC key
    /// @param bundle that signers are checked with, as it is now
    public SignedCache(
            SharedCache below,
            SignedCacheSettings settings,
            Supplier<Svid> signer,
            Supplier<TrustBundle> bundle,
            InstantSource clock,
            SharedCacheListener listener) {
        this.below = below;
        this.settings = settings;
        this.signer = signer;
        this.bundle = bundle;
        this.clock = clock;
        this.listener = listener;
    }

    /// What one of the identity caches put there, or empty.
    public Optional<byte[]> get(SharedKey key) {
        Optional<byte[]> found;
        try {
            found = below.get(key);
        } catch (FaultException e) {
            listener.unavailable(key, e.fault());
            return Optional.empty();
        }
        if (found.isEmpty()) {
            listener.looked(key, false);
            return Optional.empty();
        }
        try {
            byte[] value = opened(key, found.get());
            listener.looked(key, true);
            return Optional.of(value);
        } catch (RefusedException e) {
            refuse(key, e.why());
            return Optional.empty();
        }
    }

    /// Stores until the content's end, the signer's or the configured time, whichever comes first.
    ///
    /// @return false if nothing was stored: too little time remains, it is too large, or the cache does not answer
    public boolean put(SharedKey key, byte[] value, Instant notAfter) {
        Svid svid = signer.get();
        Instant now = clock.instant();
        Instant signerEnd = svid.chain().stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(now);
        Instant end = notAfter.isBefore(signerEnd) ? notAfter : signerEnd;
        Duration ttl = CacheTtl.of(settings.ttl(), end, settings.margin(), now);
        if (ttl.toMillis() < 1) {
            return false;
        }
        byte[] sealed = sealed(key, value, now.plus(ttl).truncatedTo(ChronoUnit.MILLIS), svid);
        try {
            settings.entryBytes().check("value", sealed.length);
            below.put(key, sealed, ttl);
            return true;
        } catch (FaultException e) {
            listener.unavailable(key, e.fault());
            return false;
        }
    }

    public void remove(SharedKey key) {
        try {
            below.remove(key);
        } catch (FaultException e) {
            listener.unavailable(key, e.fault());
        }
    }

    /// Counts and removes an entry that is of no use.
    void refuse(SharedKey key, Refusal why) {
        listener.refused(key, why);
        remove(key);
    }

    private byte[] sealed(SharedKey key, byte[] value, Instant end, Svid svid) {
        try {
            List<byte[]> chain = new ArrayList<>();
            for (X509Certificate certificate : svid.chain()) {
                chain.add(certificate.getEncoded());
            }
            byte[] envelope = new Envelope(key, value, end, chain).bytes();
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(svid.key());
            signature.update(Envelope.toSign(envelope));
            byte[] signed = signature.sign();
            return ByteBuffer.allocate(Integer.BYTES + envelope.length + signed.length)
                    .putInt(envelope.length)
                    .put(envelope)
                    .put(signed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the own SVID's key does not sign", e);
        }
    }

    private byte[] opened(SharedKey key, byte[] sealed) throws RefusedException {
        if (sealed.length > settings.entryBytes().max()) {
            throw new RefusedException(Refusal.OVERSIZE);
        }
        int length =
                sealed.length < Integer.BYTES ? -1 : ByteBuffer.wrap(sealed).getInt();
        if (length < 0 || length > sealed.length - Integer.BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        byte[] bytes = Arrays.copyOfRange(sealed, Integer.BYTES, Integer.BYTES + length);
        byte[] signature = Arrays.copyOfRange(sealed, Integer.BYTES + length, sealed.length);
        Envelope envelope = Envelope.parse(bytes);
        Instant now = clock.instant();
        if (!envelope.key().equals(key)) {
            throw new RefusedException(Refusal.OTHER_KEY);
        }
        if (!now.isBefore(envelope.notAfter())) {
            throw new RefusedException(Refusal.EXPIRED);
        }
        PublicKey publicKey = SignerCheck.check(envelope.chain(), bundle.get(), now);
        if (!isSigned(publicKey, bytes, signature)) {
            throw new RefusedException(Refusal.BAD_SIGNATURE);
        }
        return envelope.value();
    }

    private static boolean isSigned(PublicKey key, byte[] envelope, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(Envelope.toSign(envelope));
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
