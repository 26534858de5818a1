/// `./mcp bench mesh`: gRPC over HTTP/3 beside gRPC over HTTP/2 in the same run, on loopback and over a WAN of real
/// network namespaces. Both ends are processes of their own.
/// And what calls over the mesh feel of a path that is cut.
@NullMarked
package dev.mcp2026.benchmarks.mesh;

import org.jspecify.annotations.NullMarked;
