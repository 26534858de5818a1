package dev.mcp2026.servicekit.tls;

import dev.mcp2026.trust.TlsMaterial;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.quarkus.tls.runtime.TrustStoreAndTrustOptions;
import io.quarkus.tls.runtime.TrustStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;

/// Quarkus' TLS registry gets key and bundle from [ReloadingTls], whose managers follow changes by themselves; the
/// stores beside them, which the registry wants to see at the start, are copies.
@Singleton
class SvidStores {
    @Produces
    @Singleton
    @Identifier(ReloadingTls.CONFIGURATION)
    KeyStoreProvider keys(SvidSource source, ReloadingTls tls) {
        return (Vertx vertx) -> {
            try {
                return new KeyStoreAndKeyCertOptions(source.current().keyStore(), tls.keyCertOptions());
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("the SVID can't be used: " + e.getMessage(), e);
            }
        };
    }

    @Produces
    @Singleton
    @Identifier(ReloadingTls.CONFIGURATION)
    TrustStoreProvider trust(SvidSource source, ReloadingTls tls) {
        return (Vertx vertx) -> {
            try {
                TlsMaterial now = source.current();
                return new TrustStoreAndTrustOptions(now.trustStore(), tls.trustOptions());
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("the trust bundle can't be used: " + e.getMessage(), e);
            }
        };
    }
}
