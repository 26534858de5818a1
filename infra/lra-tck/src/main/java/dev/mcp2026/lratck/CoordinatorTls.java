package dev.mcp2026.lratck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS as Narayana's client is configured for it.
final class CoordinatorTls {
    private CoordinatorTls() {}

    /// The JDK's own, where no trust is configured; without a client certificate, where no keys are.
    static SSLContext of(Settings settings) throws GeneralSecurityException, IOException {
        if (settings.find(Settings.HTTP_CLIENT + "TRUSTSTORE").isEmpty()) {
            return SSLContext.getDefault();
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(settings, "TRUSTSTORE"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(settings), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] keys(Settings settings) throws GeneralSecurityException, IOException {
        if (settings.find(Settings.HTTP_CLIENT + "KEYSTORE").isEmpty()) {
            return new KeyManager[0];
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(settings, "KEYSTORE"), password(settings, "KEYSTORE"));
        return keys.getKeyManagers();
    }

    private static KeyStore store(Settings settings, String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(settings.get(Settings.HTTP_CLIENT + name + "TYPE"));
        try (InputStream in = Files.newInputStream(Path.of(settings.get(Settings.HTTP_CLIENT + name)))) {
            store.load(in, password(settings, name));
        }
        return store;
    }

    private static char[] password(Settings settings, String name) {
        return settings.get(Settings.HTTP_CLIENT + name + "PASSWORD").toCharArray();
    }
}
