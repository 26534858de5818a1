package dev.mcp2026.trust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a peer by its SPIFFE ID instead of its host name (SPIFFE X.509-SVID section 5): the chain
/// must lead to the bundle, and the URI SAN must be one that is expected here.
public final class SpiffeTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager chain;
    private final Predicate<SpiffeId> expected;
    private final String expectation;

    /// @param bundle the trust domain's authorities
    /// @param expectation names in an error whom we wanted to meet
    public SpiffeTrustManager(Collection<X509Certificate> bundle, Predicate<SpiffeId> expected, String expectation)
            throws GeneralSecurityException, java.io.IOException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        int i = 0;
        for (X509Certificate authority : bundle) {
            anchors.setCertificateEntry("bundle-" + i++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(anchors);
        this.chain = extended(factory.getTrustManagers());
        this.expected = expected;
        this.expectation = expectation;
    }

    private static X509ExtendedTrustManager extended(TrustManager[] managers) throws GeneralSecurityException {
        for (TrustManager manager : managers) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("the JDK offers no PKIX trust manager");
    }

    private void requireExpected(X509Certificate[] certificates) throws CertificateException {
        SpiffeId id = Svid.idOf(certificates[0]);
        if (!expected.test(id)) {
            throw new CertificateException("the peer is " + id + ", expected " + expectation);
        }
    }

    // The two-argument checks leave host names out on purpose: an SVID's name is its URI.

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType) throws CertificateException {
        chain.checkClientTrusted(certificates, authType);
        requireExpected(certificates);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType) throws CertificateException {
        chain.checkServerTrusted(certificates, authType);
        requireExpected(certificates);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(certificates, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(certificates, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(certificates, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(certificates, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chain.getAcceptedIssuers();
    }
}
