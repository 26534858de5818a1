package dev.mcp2026.servicekit.grpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.ClientAuth;
import java.util.Optional;
import java.util.Set;

/// What the gRPC server is and lets in. The kit's default properties hand these on to Quarkus' own.
@ConfigMapping(prefix = "mcp.grpc")
interface GrpcConfig {
    /// TCP port.
    int port();

    /// Of one inbound message, in bytes.
    @WithDefault("4194304")
    int maxMessageSize();

    /// REQUIRED, or REQUEST to let callers in with a token alone.
    @WithDefault("REQUIRED")
    ClientAuth clientAuth();

    /// Full names of gRPC services that answer calls without a credential, for load balancers that have none
    /// (`grpc.health.v1.Health`). It only matters where client certificates are not required.
    Optional<Set<String>> openServices();
}
