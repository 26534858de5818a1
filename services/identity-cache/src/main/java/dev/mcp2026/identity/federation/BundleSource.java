package dev.mcp2026.identity.federation;

import dev.mcp2026.spiffe.TrustBundle;
import java.util.Map;

/// Where bundles of other trust domains come from.
@FunctionalInterface
public interface BundleSource {
    /// Blocks.
    ///
    /// @param known the bundles at hand by trust domain, one of which may have to vouch for the endpoint
    /// @throws dev.mcp2026.kernel.error.FaultException UNAVAILABLE, UNAUTHENTICATED for an endpoint that is not the
    ///     one wanted, INVALID_ARGUMENT or LIMIT_EXCEEDED for its document
    TrustBundle fetch(Federation federation, Map<String, TrustBundle> known);
}
