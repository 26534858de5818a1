package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.mesh.node.MeshService;
import io.quarkus.grpc.GrpcService;

/// The mesh's own gRPC service, in every process.
@GrpcService
class MeshEndpoint extends MeshService {
    MeshEndpoint(Mesh mesh, MeshAccess access) {
        super(mesh.node(), mesh.tunnels(), access);
    }
}
