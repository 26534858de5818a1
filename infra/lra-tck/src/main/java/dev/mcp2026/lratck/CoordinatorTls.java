package dev.mcp2026.lratck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.Config;

/// TLS as Narayana's client is configured for it, so that one configuration is enough.
final class CoordinatorTls {
    private static final String PREFIX = "lra.http-client.";

    private CoordinatorTls() {}

    /// The JDK's own, where no store is configured.
    static SSLContext of(Config config) throws GeneralSecurityException, IOException {
        if (config.getOptionalValue(PREFIX + "keyStore", Path.class).isEmpty()) {
            return SSLContext.getDefault();
        }
        char[] password =
                config.getValue(PREFIX + "keyStorePassword", String.class).toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(config, "keyStore"), password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(config, "trustStore"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(Config config, String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(config.getValue(PREFIX + name + "Type", String.class));
        try (InputStream in = Files.newInputStream(config.getValue(PREFIX + name, Path.class))) {
            store.load(
                    in,
                    config.getValue(PREFIX + name + "Password", String.class).toCharArray());
        }
        return store;
    }
}
