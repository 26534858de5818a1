package dev.mcp2026.servicekit.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// A key manager that can be exchanged while servers use it.
final class DelegatingKeyManager extends X509ExtendedKeyManager {
    private volatile X509ExtendedKeyManager delegate;

    DelegatingKeyManager(X509ExtendedKeyManager first) {
        this.delegate = first;
    }

    void use(X509ExtendedKeyManager next) {
        delegate = next;
    }

    /// When the certificate that it has now ends; empty where there is none.
    Optional<Instant> expiry() {
        String[] aliases = delegate.getServerAliases("EC", null);
        return aliases == null || aliases.length == 0
                ? Optional.empty()
                : Optional.of(delegate.getCertificateChain(aliases[0])[0]
                        .getNotAfter()
                        .toInstant());
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return delegate.getClientAliases(keyType, issuers);
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return delegate.chooseClientAlias(keyType, issuers, socket);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return delegate.getServerAliases(keyType, issuers);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return delegate.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
        return delegate.chooseEngineClientAlias(keyType, issuers, engine);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return delegate.chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return delegate.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return delegate.getPrivateKey(alias);
    }
}
