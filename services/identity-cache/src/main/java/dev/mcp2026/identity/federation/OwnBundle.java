package dev.mcp2026.identity.federation;

import dev.mcp2026.spiffe.TrustBundle;

/// This trust domain's bundle, as others are to have it.
@FunctionalInterface
public interface OwnBundle {
    /// The newest.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException UNAVAILABLE as long as there is none
    TrustBundle current();
}
