package dev.mcp2026.servicekit.principal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Whom this process trusts. What the TLS registry reads (`mcp.trust.svid`) is in the kit's default properties.
@ConfigMapping(prefix = "mcp.trust")
public interface TrustConfig {
    /// The only trust domain whose principals are let in.
    @WithDefault("mcp2026.local")
    String domain();

    /// Root of the trust directory that `mcpctl trust init` made.
    Path dir();

    /// Directory of this process' SVID: `cert.pem`, `key.pem`, `bundle.pem`.
    Path svid();

    /// SHA-256 of each bearer token with its principal. No file: no token is accepted.
    Path tokens();

    /// How soon a change of the SVID's files or bundle is noticed; at least a second.
    @WithDefault("1m")
    Duration reloadPeriod();

    /// How soon a change of the token file is noticed.
    @WithDefault("10s")
    Duration tokensReload();
}
