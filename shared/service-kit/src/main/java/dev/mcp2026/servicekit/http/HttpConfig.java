package dev.mcp2026.servicekit.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/// What the HTTP server is and lets in. The kit's default properties hand these on to Quarkus' own.
@ConfigMapping(prefix = "mcp.http")
interface HttpConfig {
    /// TCP port of HTTPS; there is no plain HTTP.
    int port();

    /// Of a request's body.
    @WithDefault("1M")
    MemorySize maxBodySize();

    /// Paths (with all below them) that answer without a credential. Probes have none to send, and health says
    /// only up or down. The API's description is public anyway, and a browser can't log in before it has the
    /// page that asks for the token. Metrics are not among them: they tell load and names.
    @WithDefault("/q/health,/q/openapi,/q/swagger-ui")
    Set<String> openPaths();
}
