package dev.mcp2026.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// What one side of a TLS connection needs, read from an SVID's files.
///
/// @param svid what it proves itself with; `null` for a client that comes with a token alone
/// @param bundle the authorities it trusts
public record TlsMaterial(@Nullable Svid svid, List<X509Certificate> bundle) {
    /// Key stores want one; this one is in memory only.
    private static final char[] NO_PASSWORD = new char[0];

    public TlsMaterial {
        bundle = List.copyOf(bundle);
    }

    public static TlsMaterial read(TrustDirectory.SvidFiles files) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(files.certificate());
        PrivateKey key = Pem.key(files.key());
        return new TlsMaterial(new Svid(Svid.idOf(chain.getFirst()), chain, key), Pem.certificates(files.bundle()));
    }

    public TlsMaterial withoutSvid() {
        return new TlsMaterial(null, bundle);
    }

    /// With the SVID alone; empty without one.
    public KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        if (svid != null) {
            store.setKeyEntry("svid", svid.key(), NO_PASSWORD, svid.chain().toArray(Certificate[]::new));
        }
        return store;
    }

    public KeyManagerFactory keyManagers() throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(), NO_PASSWORD);
        return factory;
    }

    /// With the authorities alone.
    public KeyStore trustStore() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (int i = 0; i < bundle.size(); i++) {
            store.setCertificateEntry("authority-" + i, bundle.get(i));
        }
        return store;
    }

    public TrustManagerFactory trustManagers() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trustStore());
        return factory;
    }

    public SSLContext sslContext() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers().getKeyManagers(), trustManagers().getTrustManagers(), new SecureRandom());
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
