package dev.mcp2026.registry.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Which cell this is.
@ConfigMapping(prefix = "mcp.cell")
public interface CellConfig {
    /// Unique among all cells that peer.
    String id();

    /// The default of instances that name none.
    @WithDefault("local")
    String region();

    @WithDefault("local-1")
    String zone();
}
