package dev.mcp2026.identity.authority;

import dev.mcp2026.trust.Svid;
import java.time.Instant;

/// An X.509-SVID and when to ask for the next one.
public record Issued(Svid svid, Instant renewAt) {
    public Instant notBefore() {
        return svid.leaf().getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return svid.leaf().getNotAfter().toInstant();
    }
}
