/// gRPC over HTTP/3: a client and a server transport for grpc-java on netty-quic, usable without the rest of this
/// suite.
///
/// It is a transport and not a channel of its own, so name resolution, load balancing, retries, deadlines and
/// interceptors are grpc-java's. The price is `io.grpc.internal`, which is not stable: grpc-java is pinned by the BOM,
/// and its own interop suite is in the tests.
@NullMarked
package dev.mcp2026.http3;

import org.jspecify.annotations.NullMarked;
