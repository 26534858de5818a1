package dev.mcp2026.servicekit.lifecycle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long going down may take.
@ConfigMapping(prefix = "mcp.shutdown")
interface ShutdownConfig {
    /// Between readiness going down and the servers refusing calls, for load balancers to notice.
    @WithDefault("1s")
    Duration delay();

    /// For unary calls in progress to end.
    @WithDefault("10s")
    Duration timeout();
}
