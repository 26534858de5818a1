package dev.mcp2026.identity.federation;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.spiffe.TrustBundle;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;

/// Stands in for the service's own [OwnBundle] where it has none, as in a test of one part.
@Singleton
@DefaultBean
class NoBundle implements OwnBundle {
    @Override
    public TrustBundle current() {
        throw Faults.of(FaultKind.UNAVAILABLE, "this trust domain has no bundle yet", "try again later");
    }
}
