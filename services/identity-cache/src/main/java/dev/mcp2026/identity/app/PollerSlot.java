package dev.mcp2026.identity.app;

import dev.mcp2026.identity.federation.FederationPoller;
import dev.mcp2026.spiffe.TrustBundle;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bundles are asked of the poller, which asks for the own bundle itself: one of both has to come first.
@Singleton
class PollerSlot {
    private volatile @Nullable FederationPoller poller;

    void set(FederationPoller there) {
        poller = there;
    }

    Map<String, TrustBundle> bundles() {
        FederationPoller there = poller;
        return there == null ? Map.of() : there.bundles();
    }
}
