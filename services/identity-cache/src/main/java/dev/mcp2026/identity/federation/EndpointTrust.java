package dev.mcp2026.identity.federation;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.spiffe.X509SvidRules;
import dev.mcp2026.trust.SpiffeId;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts one SPIFFE ID, by one bundle: SPIFFE Federation, section 5.2.2.4. Host names play no part.
final class EndpointTrust extends X509ExtendedTrustManager {
    private final SpiffeId expected;
    private final TrustBundle bundle;
    private final InstantSource clock;

    EndpointTrust(SpiffeId expected, TrustBundle bundle, InstantSource clock) {
        this.expected = expected;
        this.bundle = bundle;
        this.clock = clock;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        SpiffeId id;
        try {
            id = X509SvidRules.validate(List.of(chain), bundle, clock.instant());
        } catch (FaultException refused) {
            throw new CertificateException(refused.fault().detail());
        }
        if (!id.equals(expected)) {
            throw new CertificateException("the endpoint is " + id + ", expected " + expected);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("clients are not authenticated with this");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
