package dev.mcp2026.servicekit.tls;

import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.context.ApplicationScoped;

/// Gives the separate gRPC server the key and bundle of the TLS registry. Quarkus 3.32 knows only
/// `quarkus.grpc.server.ssl.*` for it, which reads files once, and trusts nothing in PEM. Whether client
/// certificates are required stays with `quarkus.grpc.server.ssl.client-auth`.
@ApplicationScoped
class GrpcServerTls implements ServerBuilderCustomizer<VertxServerBuilder> {
    private final ReloadingTls tls;

    GrpcServerTls(ReloadingTls tls) {
        this.tls = tls;
    }

    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        if (!config.plainText()) {
            builder.useSsl(
                    options -> options.setKeyCertOptions(tls.keyCertOptions()).setTrustOptions(tls.trustOptions()));
        }
    }
}
