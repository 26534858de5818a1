/// Which endpoint of a service takes a call: a gRPC name resolver for `mesh:///cell/service` and a load balancer that
/// takes the better of two by latency and calls under way, the near ones first, and leaves out those that fail.
///
/// Start reading at [dev.mcp2026.mesh.balance.EndpointSource], then [dev.mcp2026.mesh.balance.EndpointBalancer].
@NullMarked
package dev.mcp2026.mesh.balance;

import org.jspecify.annotations.NullMarked;
