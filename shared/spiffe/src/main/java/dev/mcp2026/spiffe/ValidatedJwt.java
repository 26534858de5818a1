package dev.mcp2026.spiffe;

import dev.mcp2026.trust.SpiffeId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What a JWT-SVID says, once it is believed.
///
/// @param claims as in the token, numbers as `Long` or `Double`; those that are `null` are left out
public record ValidatedJwt(SpiffeId id, Map<String, Object> claims) {
    public ValidatedJwt {
        Map<String, Object> copy = new LinkedHashMap<>(claims);
        copy.values().removeIf(Objects::isNull);
        claims = Collections.unmodifiableMap(copy);
    }
}
