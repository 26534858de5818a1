package dev.mcp2026.servicekit.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// A key manager that can be exchanged while servers use it.
///
/// A handshake asks for a name first, and then by it for key and certificate. Each name says of which exchange it is,
/// and the former one is kept, so that a handshake never gets the key of one and the certificate of the other.
final class DelegatingKeyManager extends X509ExtendedKeyManager {
    private static final char MARK = ':';

    private volatile Delegates delegates;

    /// @param number of exchanges before
    private record Delegates(long number, X509ExtendedKeyManager now, X509ExtendedKeyManager before) {
        Delegates next(X509ExtendedKeyManager next) {
            return new Delegates(number + 1, next, now);
        }

        @Nullable
        String marked(@Nullable String alias) {
            return alias == null ? null : "" + number + MARK + alias;
        }

        String @Nullable [] marked(String @Nullable [] aliases) {
            return aliases == null ? null : Stream.of(aliases).map(this::marked).toArray(String[]::new);
        }

        X509ExtendedKeyManager of(String alias) {
            return alias.startsWith("" + (number - 1) + MARK) ? before : now;
        }
    }

    DelegatingKeyManager(X509ExtendedKeyManager first) {
        this.delegates = new Delegates(0, first, first);
    }

    /// By one thread at a time.
    void use(X509ExtendedKeyManager next) {
        delegates = delegates.next(next);
    }

    /// When the certificate that it has now ends; empty where there is none.
    Optional<Instant> expiry() {
        X509ExtendedKeyManager now = delegates.now();
        String[] aliases = now.getServerAliases("EC", null);
        return aliases == null || aliases.length == 0
                ? Optional.empty()
                : Optional.of(
                        now.getCertificateChain(aliases[0])[0].getNotAfter().toInstant());
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        Delegates there = delegates;
        return there.marked(there.now().getClientAliases(keyType, issuers));
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        Delegates there = delegates;
        return there.marked(there.now().chooseClientAlias(keyType, issuers, socket));
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        Delegates there = delegates;
        return there.marked(there.now().getServerAliases(keyType, issuers));
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        Delegates there = delegates;
        return there.marked(there.now().chooseServerAlias(keyType, issuers, socket));
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
        Delegates there = delegates;
        return there.marked(there.now().chooseEngineClientAlias(keyType, issuers, engine));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        Delegates there = delegates;
        return there.marked(there.now().chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return delegates.of(alias).getCertificateChain(unmarked(alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return delegates.of(alias).getPrivateKey(unmarked(alias));
    }

    private static String unmarked(String alias) {
        return alias.substring(alias.indexOf(MARK) + 1);
    }
}
