package dev.mcp2026.identity.authority;

import dev.mcp2026.kernel.limit.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Of the built-in authority.
///
/// @param directory of its keys, mode 0700
/// @param x509Ttl of an SVID whose entry names none
/// @param jwtTtl the same of JWT-SVIDs
/// @param issuerTtl life of a tenant's intermediate and of a JWT key; an SVID gets a sixth of it at most
/// @param refreshHint of the bundle
/// @param tenants that may have an issuer
public record BuiltInSettings(
        Path directory, Duration x509Ttl, Duration jwtTtl, Duration issuerTtl, Duration refreshHint, Limit tenants) {
    private static final int SHARE = 6;

    public BuiltInSettings {
        if (x509Ttl.multipliedBy(SHARE).compareTo(issuerTtl) > 0) {
            throw new IllegalArgumentException(
                    "mcp.identity.x509-ttl " + x509Ttl + " is more than a sixth of mcp.identity.authority.issuer-ttl "
                            + issuerTtl + ": an issuer signs until 5/6 of its life, and no SVID outlives it");
        }
    }

    /// An issuer signs until 5/6 of its life: what gets more than a sixth would be cut short by the issuer's end.
    ///
    /// @param wanted by an entry
    Duration lifetime(Optional<Duration> wanted) {
        Duration longest = issuerTtl.dividedBy(SHARE);
        Duration ttl = wanted.orElse(x509Ttl);
        return ttl.compareTo(longest) < 0 ? ttl : longest;
    }
}
