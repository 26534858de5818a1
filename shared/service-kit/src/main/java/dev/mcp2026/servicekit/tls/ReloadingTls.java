package dev.mcp2026.servicekit.tls;

import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.trust.TlsMaterial;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;

/// The process' SVID and bundle as key and trust managers that follow their [SvidSource]: a handshake after a change
/// uses the new ones, connections that are up go on.
@Singleton
public class ReloadingTls {
    /// Name of the configuration in the TLS registry (`quarkus.tls.mcp.*`).
    public static final String CONFIGURATION = "mcp";

    private static final Logger LOG = Logger.getLogger(ReloadingTls.class);

    private final DelegatingKeyManager key;
    private final DelegatingTrustManager trust;

    ReloadingTls(SvidSource source) {
        TlsMaterial first = source.current();
        try {
            this.key = new DelegatingKeyManager(keyManager(first));
            this.trust = new DelegatingTrustManager(trustManager(first));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the SVID can't be used: " + e.getMessage(), e);
        }
        source.listen(this::use);
        TlsMaterial now = source.current();
        if (!now.equals(first)) {
            // It changed before anybody listened.
            use(now);
        }
    }

    public X509ExtendedKeyManager keyManager() {
        return key;
    }

    public X509ExtendedTrustManager trustManager() {
        return trust;
    }

    KeyCertOptions keyCertOptions() {
        return KeyCertOptions.wrap(key);
    }

    TrustOptions trustOptions() {
        return TrustOptions.wrap(trust);
    }

    private synchronized void use(TlsMaterial next) {
        try {
            X509ExtendedKeyManager nextKey = keyManager(next);
            X509ExtendedTrustManager nextTrust = trustManager(next);
            key.use(nextKey);
            trust.use(nextTrust);
            Optional<Instant> until = key.expiry();
            LOG.infof(
                    "certificate renewed %s=%s",
                    LogKeys.UNTIL, until.map(Instant::toString).orElse("-"));
        } catch (GeneralSecurityException | IOException e) {
            LOG.errorf("the SVID at hand stays in use: %s", e.getMessage());
        }
    }

    private static X509ExtendedKeyManager keyManager(TlsMaterial material)
            throws GeneralSecurityException, IOException {
        KeyManager[] managers = material.keyManagers().getKeyManagers();
        return Arrays.stream(managers)
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static X509ExtendedTrustManager trustManager(TlsMaterial material)
            throws GeneralSecurityException, IOException {
        TrustManager[] managers = material.trustManagers().getTrustManagers();
        return Arrays.stream(managers)
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
