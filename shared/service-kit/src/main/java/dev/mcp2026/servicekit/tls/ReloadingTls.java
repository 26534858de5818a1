package dev.mcp2026.servicekit.tls;

import dev.mcp2026.servicekit.telemetry.LogKeys;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;

/// The process' SVID and bundle as key and trust managers that follow the TLS registry: a handshake after a
/// reload uses the new files, connections that are up go on.
@Singleton
public class ReloadingTls {
    /// Name of the configuration in the TLS registry (`quarkus.tls.mcp.*`).
    public static final String CONFIGURATION = "mcp";

    private static final Logger LOG = Logger.getLogger(ReloadingTls.class);

    private final Vertx vertx;
    private final DelegatingKeyManager key;
    private final DelegatingTrustManager trust;

    ReloadingTls(TlsConfigurationRegistry registry, Vertx vertx) {
        this.vertx = vertx;
        TlsConfiguration configuration = registry.get(CONFIGURATION)
                .orElseThrow(() -> new IllegalStateException("quarkus.tls." + CONFIGURATION + " is not configured"));
        this.key = new DelegatingKeyManager(keyManager(configuration));
        this.trust = new DelegatingTrustManager(trustManager(configuration));
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

    void reloaded(@Observes CertificateUpdatedEvent event) {
        if (event.name().equals(CONFIGURATION)) {
            key.use(keyManager(event.tlsConfiguration()));
            trust.use(trustManager(event.tlsConfiguration()));
            LOG.infof("certificates reloaded %s=%s", LogKeys.SERVICE, CONFIGURATION);
        }
    }

    private X509ExtendedKeyManager keyManager(TlsConfiguration configuration) {
        try {
            KeyManager[] managers = configuration
                    .getKeyStoreOptions()
                    .getKeyManagerFactory(vertx)
                    .getKeyManagers();
            return Arrays.stream(managers)
                    .filter(X509ExtendedKeyManager.class::isInstance)
                    .map(X509ExtendedKeyManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException("the SVID's key can't be used: " + e.getMessage(), e);
        }
    }

    private X509ExtendedTrustManager trustManager(TlsConfiguration configuration) {
        try {
            // From the store, not from the options: those wrap the JDK's manager in one that can't check host names.
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(configuration.getTrustStore());
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException("the trust bundle can't be used: " + e.getMessage(), e);
        }
    }
}
