package dev.mcp2026.identity.app;

import dev.mcp2026.identity.federation.OwnBundle;
import dev.mcp2026.identity.federation.WebBundleServer;
import dev.mcp2026.identity.federation.WebSettings;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The bundle endpoint with a certificate of the web's, where one is configured.
@Singleton
class WebEndpoint implements AutoCloseable {
    private final @Nullable WebBundleServer server;

    WebEndpoint(
            IdentityConfig config, Vertx vertx, OwnBundle own, @ConfigProperty(name = "mcp.bind.host") String host) {
        IdentityConfig.Federation.Web web = config.federation().web();
        this.server = web.port() == 0
                ? null
                : new WebBundleServer(
                        vertx,
                        WebSettings.of(
                                host,
                                web.port(),
                                web.certificate().orElseThrow(() -> missing("certificate")),
                                web.key().orElseThrow(() -> missing("key"))),
                        own);
    }

    private static FaultException missing(String what) {
        return Faults.invalid(
                "mcp.identity.federation.web." + what,
                "there is a port for https_web and no " + what,
                "name its PEM file, or set the port to 0");
    }

    void start() {
        if (server != null) {
            server.start();
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
