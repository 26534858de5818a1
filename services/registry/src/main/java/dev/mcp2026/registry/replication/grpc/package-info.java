/// Replication over gRPC on HTTP/2 with mTLS: the client side ([GrpcPeerTransport]) and the server side
/// ([ReplicationEndpoint]). A peer is known by its SPIFFE ID, never by its host name.
@NullMarked
package dev.mcp2026.registry.replication.grpc;

import org.jspecify.annotations.NullMarked;
