package dev.mcp2026.identity.bundle;

import dev.mcp2026.spiffe.TrustBundle;
import java.util.Map;
import java.util.Optional;

/// Bundles by the name of their trust domain.
public interface Bundles {
    /// This trust domain's.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException UNAVAILABLE as long as none has been seen
    TrustBundle own();

    Map<String, TrustBundle> federated();

    default Optional<TrustBundle> of(String trustDomain) {
        TrustBundle mine = own();
        return mine.trustDomain().equals(trustDomain)
                ? Optional.of(mine)
                : Optional.ofNullable(federated().get(trustDomain));
    }
}
