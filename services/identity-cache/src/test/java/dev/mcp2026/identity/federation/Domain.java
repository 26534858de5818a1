package dev.mcp2026.identity.federation;

import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Another trust domain, with a real authority.
final class Domain {
    private final String name;
    private final DevelopmentAuthority authority;

    Domain(String name) {
        this.name = name;
        try {
            this.authority =
                    DevelopmentAuthority.create(name, Instant.now().minus(Duration.ofDays(2)), new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return name;
    }

    List<X509Certificate> authorities() {
        return authority.bundle();
    }

    TrustBundle bundle(long sequence, Duration hint) {
        return new TrustBundle(name, authority.bundle(), Map.of(), sequence, hint);
    }

    SpiffeId id(String path) {
        return SpiffeId.of(name, path);
    }

    /// Also valid for `localhost` and 127.0.0.1, so it serves as a web certificate too.
    Svid svid(String path) throws GeneralSecurityException {
        return authority.issue(id(path), Duration.ofHours(1), true, Instant.now());
    }

    /// An SVID as most are, without host names.
    Svid nameless(String path) throws GeneralSecurityException {
        return authority.issue(id(path), Duration.ofHours(1), false, Instant.now());
    }

    Svid expired(String path) throws GeneralSecurityException {
        return authority.issue(
                id(path), Duration.ofMinutes(5), true, Instant.now().minus(Duration.ofDays(1)));
    }
}
