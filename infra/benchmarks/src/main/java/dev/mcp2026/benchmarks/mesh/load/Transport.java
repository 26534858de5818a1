package dev.mcp2026.benchmarks.mesh.load;

/// What carries the calls.
public enum Transport {
    /// TLS over TCP: grpc-java's Netty client, and the Vert.x server that Quarkus' separate gRPC server is.
    HTTP2,
    /// Ours, over QUIC.
    HTTP3
}
