package dev.mcp2026.coordinator.app;

import io.smallrye.config.ConfigMapping;

/// Which cell this is.
@ConfigMapping(prefix = "mcp.cell")
public interface CellConfig {
    String id();
}
