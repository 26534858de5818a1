package dev.mcp2026.identity.federation;

import java.nio.file.Path;
import java.time.Duration;

/// @param port 0 for a free one (`mcp.identity.federation.web.port`)
/// @param certificate chain as PEM, for the host name that others know (`….web.certificate`)
/// @param key as PEM, PKCS#8 (`….web.key`)
/// @param reload how often both are read again (`….web.reload`)
/// @param connections open at once; the port is public (`….web.connections`)
public record WebSettings(
        String host, int port, Path certificate, Path key, Duration reload, int connections, Duration idle) {
    public static final Duration RELOAD = Duration.ofMinutes(10);
    public static final int CONNECTIONS = 1000;
    public static final Duration IDLE = Duration.ofSeconds(30);

    public static WebSettings of(String host, int port, Path certificate, Path key) {
        return new WebSettings(host, port, certificate, key, RELOAD, CONNECTIONS, IDLE);
    }
}
