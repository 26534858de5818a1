package dev.mcp2026.servicekit.principal;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.servicekit.principal.Principal.Credential;
import dev.mcp2026.trust.BearerToken;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Turns a call's credential into a principal. A token, where there is one, speaks for the call, and the
/// certificate for the connection; so a gateway with a certificate can pass on its users' calls.
@Singleton
public class Authenticator {
    private static final String SCHEME = "Bearer ";

    private final String trustDomain;
    private final Tokens tokens;
    private final InstantSource clock;

    @Inject
    Authenticator(TrustConfig config) {
        this(config, InstantSource.system(), System::nanoTime);
    }

    Authenticator(TrustConfig config, InstantSource clock, LongSupplier nanoTime) {
        this.trustDomain = config.domain();
        this.tokens = new Tokens(config.tokens(), config.tokensReload(), nanoTime);
        this.clock = clock;
    }

    /// @param session of the connection's TLS, `null` on plain text
    /// @param authorization the `authorization` header
    /// @return empty for a call without any credential
    /// @throws FaultException UNAUTHENTICATED when there is a credential and it is not accepted
    public Optional<Principal> authenticate(@Nullable SSLSession session, @Nullable String authorization) {
        if (authorization != null) {
            return Optional.of(ofToken(authorization));
        }
        X509Certificate leaf = leafOf(session);
        return leaf == null ? Optional.empty() : Optional.of(ofCertificate(leaf));
    }

    private Principal ofToken(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refused("the authorization is not a bearer token", "send 'Bearer <token>'");
        }
        SpiffeId id = tokens.principalOf(BearerToken.of(authorization.substring(SCHEME.length())))
                .orElseThrow(() -> refused("the token is not known here", "use the one that mcpctl trust init made"));
        return principal(id, Credential.TOKEN);
    }

    /// The chain was verified in the handshake; the time is looked at again, since connections live long.
    Principal ofCertificate(X509Certificate leaf) {
        try {
            leaf.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw refused(
                    "the certificate is valid from "
                            + leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant(),
                    "renew it, and check this machine's clock");
        }
        return principal(Svid.idOf(leaf), Credential.CERTIFICATE);
    }

    private Principal principal(SpiffeId id, Credential credential) {
        if (!id.isMemberOf(trustDomain)) {
            throw refused(id + " is not of trust domain " + trustDomain, "use an identity of this trust domain");
        }
        Role role = Role.of(id)
                .orElseThrow(() -> new FaultException(new Fault(
                        FaultKind.PERMISSION_DENIED,
                        null,
                        id + " has no role here",
                        "use an id of the form /operator/<name>, /tenant/<t>/(operator|workload|observer)/<name>"
                                + " or /cell/<cell>/<service>")));
        return new Principal(id, role, credential);
    }

    private static @Nullable X509Certificate leafOf(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? leaf : null;
        } catch (SSLPeerUnverifiedException without) {
            return null;
        }
    }

    private static FaultException refused(String detail, String action) {
        return new FaultException(new Fault(FaultKind.UNAUTHENTICATED, null, detail, action));
    }
}
