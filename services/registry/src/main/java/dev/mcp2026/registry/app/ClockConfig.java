package dev.mcp2026.registry.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The hybrid logical clock.
@ConfigMapping(prefix = "mcp.clock")
public interface ClockConfig {
    /// A stamp further ahead of our wall clock than this is refused.
    @WithDefault("500ms")
    Duration maxAhead();
}
