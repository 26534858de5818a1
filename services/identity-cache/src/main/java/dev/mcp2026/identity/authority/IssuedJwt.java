package dev.mcp2026.identity.authority;

import java.time.Instant;

/// A JWT-SVID. Its text is a secret.
public record IssuedJwt(String token, Instant issuedAt, Instant notAfter) {
    @Override
    public String toString() {
        return "IssuedJwt[until " + notAfter + "]";
    }
}
