/// A real etcd as the peer: the same registrations as values, put and watched over plain gRPC by the same client
/// process.
@NullMarked
package dev.mcp2026.benchmarks.etcd;

import org.jspecify.annotations.NullMarked;
