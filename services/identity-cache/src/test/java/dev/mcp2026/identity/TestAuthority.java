package dev.mcp2026.identity;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Issues what the tests sign with.
public final class TestAuthority {
    public static final Duration LIFETIME = Duration.ofDays(30);

    private final DevelopmentAuthority authority;
    private final Instant now;

    public TestAuthority(String trustDomain, Instant now) {
        this.now = now;
        try {
            authority = DevelopmentAuthority.create(trustDomain, now, new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public TrustBundle bundle() {
        return new TrustBundle(authority.trustDomain(), authority.bundle(), Map.of(), 1, Duration.ofMinutes(5));
    }

    public Svid identityCache(String cell) {
        return issue(new Role.CellService(new CellId(cell), "identity-cache").in(authority.trustDomain()), LIFETIME);
    }

    public Svid service(String name) {
        return issue(new Role.CellService(new CellId("a"), name).in(authority.trustDomain()), LIFETIME);
    }

    public Svid workload(String tenant) {
        return issue(new Role.Workload(new TenantId(tenant), "identity-cache").in(authority.trustDomain()), LIFETIME);
    }

    public Svid issue(SpiffeId id, Duration lifetime) {
        try {
            return authority.issue(id, lifetime, false, now);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
