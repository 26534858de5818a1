package dev.mcp2026.servicekit.workload;

import dev.mcp2026.proto.spiffe.workload.X509SVID;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// One SVID of the Workload API, read.
///
/// @param bundle authorities of its own trust domain
public record ReceivedSvid(Svid svid, List<X509Certificate> bundle, String hint) {
    public ReceivedSvid {
        bundle = List.copyOf(bundle);
    }

    /// @throws GeneralSecurityException for what can't be read, or does not belong together
    public static ReceivedSvid of(X509SVID message) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(message.getX509Svid().toByteArray());
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("no certificate for " + message.getSpiffeId());
        }
        SpiffeId id = Svid.idOf(chain.getFirst());
        if (!id.equals(SpiffeId.parse(message.getSpiffeId()))) {
            throw new GeneralSecurityException("the certificate of " + message.getSpiffeId() + " is " + id + "'s");
        }
        PrivateKey key = KeyFactory.getInstance(chain.getFirst().getPublicKey().getAlgorithm())
                .generatePrivate(
                        new PKCS8EncodedKeySpec(message.getX509SvidKey().toByteArray()));
        return new ReceivedSvid(
                new Svid(id, chain, key), Pem.certificates(message.getBundle().toByteArray()), message.getHint());
    }
}
