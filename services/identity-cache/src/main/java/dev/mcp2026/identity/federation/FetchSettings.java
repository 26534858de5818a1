package dev.mcp2026.identity.federation;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// @param connectTimeout of TCP (`mcp.identity.federation.connect-timeout`)
/// @param timeout of a whole fetch (`mcp.identity.federation.timeout`)
/// @param webAuthorities trusted for `https_web` in place of the JDK's (`mcp.identity.federation.web-authorities`);
///     empty for the JDK's
public record FetchSettings(Duration connectTimeout, Duration timeout, List<X509Certificate> webAuthorities) {
    public static final FetchSettings DEFAULT =
            new FetchSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), List.of());

    public FetchSettings {
        webAuthorities = List.copyOf(webAuthorities);
    }
}
