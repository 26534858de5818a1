package dev.mcp2026.spiffe;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a trust domain's identities are checked with (SPIFFE Trust Domain and Bundle, section 4).
///
/// @param trustDomain its name, without the scheme
/// @param x509Authorities certificates of the authorities that may sign X.509-SVIDs
/// @param jwtAuthorities public keys that may sign JWT-SVIDs, by key id
/// @param sequence grows with each change (`spiffe_sequence`)
/// @param refreshHint how often whoever has a copy should look for a newer one (`spiffe_refresh_hint`)
public record TrustBundle(
        String trustDomain,
        List<X509Certificate> x509Authorities,
        Map<String, PublicKey> jwtAuthorities,
        long sequence,
        Duration refreshHint) {
    public TrustBundle {
        x509Authorities = List.copyOf(x509Authorities);
        jwtAuthorities = Map.copyOf(jwtAuthorities);
    }

    /// Whether the same is trusted, whatever their numbers.
    public boolean trustsTheSame(TrustBundle other) {
        return trustDomain.equals(other.trustDomain)
                && x509Authorities.equals(other.x509Authorities)
                && jwtAuthorities.equals(other.jwtAuthorities);
    }
}
