package dev.mcp2026.servicekit.grpc;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/// What the gRPC server lets in. Ports and limits are Quarkus' own properties, set in the kit's defaults.
@ConfigMapping(prefix = "mcp.grpc")
interface GrpcConfig {
    /// Full names of gRPC services that answer calls without a credential, for load balancers that have none
    /// (`grpc.health.v1.Health`). It only matters where client certificates are not required.
    Optional<Set<String>> openServices();
}
