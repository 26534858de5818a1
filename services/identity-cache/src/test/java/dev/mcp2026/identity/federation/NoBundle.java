package dev.mcp2026.identity.federation;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.spiffe.TrustBundle;

/// A trust domain that has no bundle yet.
class NoBundle implements OwnBundle {
    @Override
    public TrustBundle current() {
        throw Faults.of(FaultKind.UNAVAILABLE, "this trust domain has no bundle yet", "try again later");
    }
}
