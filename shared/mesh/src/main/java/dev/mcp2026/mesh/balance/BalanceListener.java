package dev.mcp2026.mesh.balance;

import dev.mcp2026.mesh.path.Way;
import java.time.Duration;

/// Is told what a channel's balancer does, for events and metrics. Called within the channel's synchronization
/// context: return soon, and don't throw.
public interface BalanceListener {
    BalanceListener NONE = new BalanceListener() {};

    /// No new calls for this time, unless too few others are left.
    default void ejected(EndpointId endpoint, Duration time, String reason) {}

    /// It gets calls again.
    default void returned(EndpointId endpoint) {}

    /// New calls go the new way; those under way end on the old one.
    default void handedOver(EndpointId endpoint, Way from, Way to) {}

    /// Too few endpoints are usable, so the ejected ones are used as well; or that is over.
    default void panic(boolean on) {}
}
