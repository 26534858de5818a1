/// Mutual TLS from the TLS registry, reloaded without a restart, for the gRPC server too, which Quarkus does not
/// connect to the registry itself.
@NullMarked
package dev.mcp2026.servicekit.tls;

import org.jspecify.annotations.NullMarked;
