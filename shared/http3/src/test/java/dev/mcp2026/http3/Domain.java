package dev.mcp2026.http3;

import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// A trust domain whose authority is at hand, so that SVIDs can be issued and bundles changed during a test.
final class Domain {
    static final String NAME = "mesh.test";
    static final Duration LIFETIME = Duration.ofHours(1);

    private final DevelopmentAuthority authority;

    Domain() {
        this(NAME);
    }

    Domain(String name) {
        try {
            authority = DevelopmentAuthority.create(name, Instant.now(), new SecureRandom());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    List<X509Certificate> bundle() {
        return authority.bundle();
    }

    /// An SVID of `role` that takes peers of this domain that are `expected`.
    Credentials credentials(Role role, Predicate<SpiffeId> expected) {
        return credentials(role, LIFETIME, verifier(expected, this));
    }

    Credentials credentials(Role role, Duration lifetime, PeerVerifier verifier) {
        try {
            SpiffeId id = role.in(authority.trustDomain());
            TlsMaterial material = new TlsMaterial(authority.issue(id, lifetime, true, Instant.now()), bundle());
            return new Credentials(material.keyManagers(), verifier);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static PeerVerifier verifier(Predicate<SpiffeId> expected, Domain... trusted) {
        try {
            List<X509Certificate> anchors = new ArrayList<>();
            Arrays.stream(trusted).forEach(domain -> anchors.addAll(domain.bundle()));
            SpiffeTrustManager manager = new SpiffeTrustManager(anchors, expected, "another");
            return chain -> manager.checkServerTrusted(chain, "UNKNOWN");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ServerTls server() {
        return server(HandshakeLimits.defaults());
    }

    ServerTls server(HandshakeLimits limits) {
        return ServerTls.of(credentials(Identities.SERVER, id -> true), limits, java.time.InstantSource.system());
    }

    ClientTls client() {
        return ClientTls.of(credentials(Identities.CLIENT, id -> true));
    }
}
