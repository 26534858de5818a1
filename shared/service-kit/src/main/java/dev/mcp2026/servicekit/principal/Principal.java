package dev.mcp2026.servicekit.principal;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import java.util.Optional;

/// Who is calling, proven by a credential.
///
/// @param role what its id stands for
public record Principal(SpiffeId id, Role role, Credential credential) {
    public enum Credential {
        CERTIFICATE,
        TOKEN
    }

    /// The one tenant it is confined to; empty for the platform's own.
    public Optional<TenantId> tenant() {
        return role.tenant();
    }

    /// True where the principal is the tenant's or the platform's.
    public boolean mayTouch(TenantId other) {
        return tenant().map(other::equals).orElse(true);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
