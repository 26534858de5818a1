package dev.mcp2026.coordinator.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `mcp.saga.*`.
@ConfigMapping(prefix = "mcp.saga")
public interface SagaConfig {
    /// What sagas of each tenant may call: `host:port`, `host:*` or `*.domain:port`. Those of `*` are every tenant's.
    Map<String, List<String>> participants();

    /// After which another coordinator takes over what one that died was driving.
    @WithDefault("10s")
    Duration lease();

    /// Before a change that the store did not take is tried again.
    @WithDefault("500ms")
    Duration storeRetry();

    Limits limits();

    /// Named bounds.
    interface Limits {
        @WithDefault("200000")
        int open();

        @WithDefault("100000")
        int openPerTenant();

        /// Calls of participants under way at once.
        @WithDefault("512")
        int calls();

        @WithDefault("65536")
        int resultBytes();

        /// Connections to gRPC participants kept at once.
        @WithDefault("1000")
        int grpcChannels();

        /// Services of gRPC participants whose messages are known at once.
        @WithDefault("1000")
        int grpcServices();
    }
}
