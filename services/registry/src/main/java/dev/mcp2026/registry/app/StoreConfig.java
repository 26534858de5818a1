package dev.mcp2026.registry.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where durable state is kept.
@ConfigMapping(prefix = "mcp.store")
public interface StoreConfig {
    /// Which adapter.
    enum Kind {
        EMBEDDED,
        ETCD
    }

    @WithDefault("embedded")
    Kind kind();

    /// Directory of the embedded store's file.
    @WithDefault("data")
    Path path();

    /// With `kind=etcd`: the members' client URLs.
    Optional<List<String>> endpoints();
}
