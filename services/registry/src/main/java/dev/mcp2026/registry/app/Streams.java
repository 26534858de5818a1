package dev.mcp2026.registry.app;

import dev.mcp2026.registry.watch.StreamQuotas;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// How many streams may be open.
final class Streams {
    private Streams() {}

    @Produces
    @Singleton
    static StreamQuotas quotas(RegistryConfig config) {
        return Settings.streams(config.limits());
    }
}
